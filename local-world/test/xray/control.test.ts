import {
  BatchGetTracesCommand,
  GetGroupsCommand,
  GetSamplingRulesCommand,
  GetSamplingTargetsCommand,
  GetServiceGraphCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
} from '@aws-sdk/client-xray'
import { describe, expect, it } from 'vitest'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { API_ID, FRONTEND_ID, START_MS, startTracing, TRACE_ID, visit } from './xray-fixture.ts'

const TIMES = { StartTime: new Date(START_MS - 60_000), EndTime: new Date(START_MS + 60_000) }

interface Document {
  readonly id: string
  readonly name: string
  readonly parent_id?: string
  readonly inferred?: boolean
}

async function documentsOf(tracing: Awaited<ReturnType<typeof startTracing>>): Promise<readonly Document[]> {
  const { Traces } = await tracing.client.send(new BatchGetTracesCommand({ TraceIds: [TRACE_ID] }))
  return Traces?.[0]?.Segments?.map(({ Document = '' }) => JSON.parse(Document) as Document) ?? []
}

describe('a visitor’s request', () => {
  // INV-XRAY-1
  it('(1) is traced from the edge to the database, each segment the child of the one before', async () => {
    const tracing = await startTracing()
    visit(tracing)
    const documents = await documentsOf(tracing)
    expect(documents.map(({ name }) => name)).toEqual([
      'CloudFront Seoul',
      'meridian-apne2-public',
      'frontend',
      'meridian-apne2-internal',
      'marketing-api',
      'meridian-apne2-1',
    ])
    const [edge, outer, frontend, inner, api, database] = documents
    expect(edge?.parent_id).toBeUndefined()
    expect(outer?.parent_id).toBe(edge?.id)
    expect(frontend).toMatchObject({ id: FRONTEND_ID, parent_id: outer?.id })
    expect(inner?.parent_id).toBe(FRONTEND_ID)
    expect(api).toMatchObject({ id: API_ID, parent_id: inner?.id })
    expect(database).toMatchObject({ parent_id: 'cccccccccccccccc', inferred: true })
  })

  // INV-XRAY-2
  it.each([
    ['annotation.requestId = "page-1"', 1],
    ['annotation[requestId] = "edge-1=="', 1],
    ['annotation.requestId = "another"', 0],
    ['service("marketing-api") AND http.status = 200', 1],
    ['service("nobody")', 0],
    ['responsetime > 0.05 AND !fault', 1],
    ['http.url CONTAINS "/ko" AND (error OR ok)', 1],
    ['fault = true OR duration >= 1', 0],
  ])('(2) matches the filter %s: %i', async (FilterExpression, count) => {
    const tracing = await startTracing()
    visit(tracing)
    const { TraceSummaries } = await tracing.client.send(
      new GetTraceSummariesCommand({ ...TIMES, FilterExpression }),
    )
    expect(TraceSummaries).toHaveLength(count)
  })

  it('is summarized by the response that the visitor got', async () => {
    const tracing = await startTracing()
    visit(tracing)
    const { TraceSummaries } = await tracing.client.send(new GetTraceSummariesCommand(TIMES))
    expect(TraceSummaries).toMatchObject([
      {
        Id: TRACE_ID,
        HasFault: false,
        Http: { HttpURL: 'https://d111.cloudfront.net/ko', HttpStatus: 200, HttpMethod: 'GET' },
        EntryPoint: { Name: 'CloudFront Seoul', Type: 'AWS::CloudFront::Distribution' },
      },
    ])
    expect(TraceSummaries?.[0]?.Duration).toBeCloseTo(0.1)
    expect(TraceSummaries?.[0]?.Annotations?.requestId).toHaveLength(3)
  })

  // INV-XRAY-3
  it('(3) is a path through the service graph', async () => {
    const tracing = await startTracing()
    visit(tracing)
    const { Services = [] } = await tracing.client.send(new GetServiceGraphCommand(TIMES))
    const nameOf = (id: number | undefined) => Services.find(({ ReferenceId }) => ReferenceId === id)?.Name
    const path = Services.map(({ Edges, Name }) => [
      Name,
      ...(Edges ?? []).map((edge) => nameOf(edge.ReferenceId)),
    ])
    expect(path).toContainEqual(['CloudFront Seoul', 'meridian-apne2-public'])
    expect(path).toContainEqual(['marketing-api', 'meridian-apne2-1'])
    const { Services: troubled } = await tracing.client.send(
      new GetServiceGraphCommand({ ...TIMES, GroupName: 'trouble' }),
    )
    expect(troubled).toEqual([])
  })
})

// INV-XRAY-4
it('(4) without a segment of a service, an edge or a load balancer creates no trace', async () => {
  const tracing = await startTracing()
  tracing.edges.emit({
    requestId: 'edge-2==',
    domainName: 'd111.cloudfront.net',
    city: 'seoul',
    method: 'GET',
    path: '/',
    viewerAddress: '203.0.113.9',
    status: 200,
    startMs: START_MS,
    endMs: START_MS,
  })
  const { TraceSummaries } = await tracing.client.send(new GetTraceSummariesCommand(TIMES))
  expect(TraceSummaries).toEqual([])
})

it('accepts segments through the API and lists those it cannot process', async () => {
  const { client } = await startTracing()
  const segment = {
    id: API_ID,
    trace_id: TRACE_ID,
    name: 'job',
    start_time: START_MS / 1_000,
    in_progress: true,
  }
  const { UnprocessedTraceSegments } = await client.send(
    new PutTraceSegmentsCommand({
      TraceSegmentDocuments: [
        JSON.stringify(segment),
        '{}',
        JSON.stringify({ ...segment, trace_id: 'none' }),
      ],
    }),
  )
  expect(UnprocessedTraceSegments).toMatchObject([
    { ErrorCode: 'ParseError' },
    { Id: API_ID, ErrorCode: 'ParseError' },
  ])
  const { TraceSummaries } = await client.send(new GetTraceSummariesCommand(TIMES))
  expect(TraceSummaries).toMatchObject([{ Id: TRACE_ID, IsPartial: true }])
})

it('returns the program’s sampling rules and groups', async () => {
  const { client } = await startTracing()
  const { SamplingRuleRecords } = await client.send(new GetSamplingRulesCommand({}))
  expect(SamplingRuleRecords?.map(({ SamplingRule }) => SamplingRule?.RuleName)).toEqual([
    'others',
    'Default',
  ])
  const statistics = {
    ClientID: '0123456789abcdef01234567',
    Timestamp: new Date(START_MS),
    RequestCount: 1,
    SampledCount: 1,
  }
  const targets = await client.send(
    new GetSamplingTargetsCommand({
      SamplingStatisticsDocuments: [
        { ...statistics, RuleName: 'others' },
        { ...statistics, RuleName: 'gone' },
      ],
    }),
  )
  expect(targets.SamplingTargetDocuments).toMatchObject([
    { RuleName: 'others', FixedRate: 0.1, ReservoirQuota: 2 },
  ])
  expect(targets.UnprocessedStatistics).toMatchObject([{ RuleName: 'gone' }])
  const { Groups } = await client.send(new GetGroupsCommand({}))
  expect(Groups).toMatchObject([{ GroupName: 'trouble' }])
})

it('refuses what X-Ray refuses', async () => {
  const { client } = await startTracing()
  const ask = (more: object) => client.send(new GetTraceSummariesCommand({ ...TIMES, ...more }))
  await expect(ask({ StartTime: new Date(START_MS - 100 * 3_600_000) })).rejects.toMatchObject({
    name: 'InvalidRequestException',
    message: 'Time range cannot be longer than 24 hours',
  })
  await expect(ask({ FilterExpression: 'weather = "fine"' })).rejects.toThrow('no keyword weather')
})

describeWithAwsCli('the stock AWS CLI', () => {
  // INV-XRAY-2
  it('finds a trace by its request id', async () => {
    const tracing = await startTracing()
    visit(tracing)
    const aws = awsCli(tracing.url)
    const times = `--start-time ${START_MS / 1_000 - 60} --end-time ${START_MS / 1_000 + 60}`
    const { TraceSummaries } = await aws(
      `xray get-trace-summaries ${times} --filter-expression`,
      'annotation.requestId = "page-1"',
    )
    expect(TraceSummaries).toMatchObject([{ Id: TRACE_ID }])
    const { Traces } = await aws(`xray batch-get-traces --trace-ids ${TRACE_ID}`)
    expect(Traces[0].Segments).toHaveLength(6)
  })
})
