import type { Service, ValueWithServiceIds, XRayClient } from '@aws-sdk/client-xray'
import { createToolClient } from '@meridian/operator-tools'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import {
  filterExpression,
  type ServiceMapView,
  type TraceSearch,
  type TraceSummaryView,
  type TraceView,
  traceIdIn,
} from '../../shared/traces.ts'
import type { OpenTarget } from '../watch/source.ts'
import { serviceMap } from './service-map.ts'
import { type SegmentDocument, waterfall } from './waterfall.ts'

const WINDOW_MS = 15 * 60_000
const MOST_SHOWN = 60

/** The latest matching traces of every region that answers; on AWS each region has only its own tasks' traces. */
export async function findTraces(
  target: OpenTarget,
  search: TraceSearch,
): Promise<readonly TraceSummaryView[]> {
  const { GetTraceSummariesCommand } = await import('@aws-sdk/client-xray')
  const id = traceIdIn(search)
  const FilterExpression = id ? '' : filterExpression(search)
  const answers = await askRegions(target, async (client) => {
    const answer = await client.send(
      new GetTraceSummariesCommand({
        StartTime: new Date(Date.now() - WINDOW_MS),
        EndTime: new Date(),
        ...(FilterExpression === '' ? {} : { FilterExpression }),
      }),
    )
    return answer.TraceSummaries ?? []
  })
  const views = answers.flat().map(
    ({ Id = '', Duration, Http, StartTime, HasFault, HasError, Annotations }): TraceSummaryView => ({
      id: Id,
      startedAt: StartTime?.getTime(),
      durationMs: Duration === undefined ? undefined : Duration * MS_PER_SECOND,
      method: Http?.HttpMethod ?? '',
      url: Http?.HttpURL ?? '',
      status: Http?.HttpStatus,
      edge: textsOf(Annotations?.edge)[0],
      regions: textsOf(Annotations?.region),
      isFailed: HasFault === true || HasError === true,
    }),
  )
  return [...new Map(views.map((view) => [view.id, view])).values()]
    .filter((view) => (id === undefined ? search.path || !isProbe(view) : view.id === id))
    .sort((left, right) => timeOf(right) - timeOf(left))
    .slice(0, MOST_SHOWN)
}

const MS_PER_SECOND = 1_000

const textsOf = (values: readonly ValueWithServiceIds[] = []): readonly string[] =>
  values.flatMap(({ AnnotationValue }) => AnnotationValue?.StringValue ?? [])

/** There are many health checks, which are shown only in a search for their path. */
const isProbe = ({ url }: TraceSummaryView): boolean => url.includes('/health/')

/** The second part of a trace id is its start, in hexadecimal seconds. */
const timeOf = ({ id }: TraceSummaryView): number => Number.parseInt(id.split('-')[1] ?? '0', 16)

/** Who called whom in the last quarter of an hour. */
export async function readServiceMap(target: OpenTarget): Promise<ServiceMapView> {
  const { GetServiceGraphCommand } = await import('@aws-sdk/client-xray')
  const graphs = await askRegions(target, async (client) => {
    const services: Service[] = []
    let NextToken: string | undefined
    do {
      const answer = await client.send(
        new GetServiceGraphCommand({
          StartTime: new Date(Date.now() - WINDOW_MS),
          EndTime: new Date(),
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      )
      services.push(...(answer.Services ?? []))
      NextToken = answer.NextToken
    } while (NextToken !== undefined)
    return services
  })
  return serviceMap(graphs)
}

/** One trace from edge to database. */
export async function readTrace(target: OpenTarget, id: string): Promise<TraceView> {
  const { BatchGetTracesCommand } = await import('@aws-sdk/client-xray')
  const answers = await askRegions(target, async (client) => {
    const { Traces } = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }))
    return Traces?.[0]?.Segments ?? []
  })
  const documents = new Map(answers.flat().map((segment) => [segment.Id, segment.Document ?? '{}']))
  if (documents.size === 0) throw new Error(`X-Ray has no trace ${id}: it keeps none that was not sampled.`)
  return waterfall(
    id,
    [...documents.values()].map((text) => JSON.parse(text) as SegmentDocument),
  )
}

/** The answers of the regions that answer; throws if none does. */
async function askRegions<Answer>(
  target: OpenTarget,
  ask: (client: XRayClient) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const results = await Promise.allSettled(
    REGION_IDS.map(async (region) => ask((await tracesOf(target, region)).client)),
  )
  const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const [first] = results
  if (answers.length === 0 && first?.status === 'rejected') throw first.reason
  return answers
}

function tracesOf({ description, keep }: OpenTarget, region: RegionId) {
  return keep(`traces ${region}`, async () => {
    const { XRayClient: Client } = await import('@aws-sdk/client-xray')
    const client = createToolClient(Client, description, region, { attempts: 1 })
    return { client, [Symbol.asyncDispose]: async () => client.destroy() }
  })
}
