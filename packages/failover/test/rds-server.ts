import { createServer } from 'node:http'
import { listen } from '@meridian/operator-tools/testing'
import type { GlobalDatabase } from '../src/global-database.ts'

export interface SeenCall {
  /** From the signature's scope. */
  readonly service: string
  readonly region: string
  readonly action: string
  readonly input: Readonly<Record<string, string>>
}

/** An RDS endpoint for one global database that passes every call to `answer`; 503 if that returns nothing. */
export async function startRdsServer(
  answer: (call: SeenCall) => GlobalDatabase | string | undefined,
): Promise<{ endpoint: string; calls: SeenCall[] }> {
  const calls: SeenCall[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const input = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    const [, region = '', service = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? []
    const call = { service, region, action: input.Action ?? 'unknown', input }
    calls.push(call)
    const said = service === 'rds' ? answer(call) : undefined
    if (said === undefined) return response.writeHead(400).end(errorXml('NotImplemented'))
    if (typeof said === 'string') return response.writeHead(400).end(errorXml(said))
    const list = call.action === 'DescribeGlobalClusters'
    const body = list
      ? `<GlobalClusters>${toXml(said, 'GlobalClusterMember')}</GlobalClusters>`
      : toXml(said, 'GlobalCluster')
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<${call.action}Response><${call.action}Result>${body}</${call.action}Result></${call.action}Response>`,
      )
  })
  return { endpoint: await listen(server), calls }
}

const errorXml = (code: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>said the test</Message></Error></ErrorResponse>`

function toXml(database: GlobalDatabase, tag: string): string {
  const members = database.members.map(
    ({ arn, isWriter, synchronization }) =>
      `<GlobalClusterMember><DBClusterArn>${arn}</DBClusterArn><IsWriter>${isWriter}</IsWriter>` +
      `<SynchronizationStatus>${synchronization}</SynchronizationStatus></GlobalClusterMember>`,
  )
  const change = database.roleChange
    ? `<FailoverState><Status>${database.roleChange.status}</Status><ToDbClusterArn>${database.roleChange.toArn}</ToDbClusterArn></FailoverState>`
    : ''
  return (
    `<${tag}><GlobalClusterIdentifier>${database.id}</GlobalClusterIdentifier><Status>${database.status}</Status>` +
    `<EngineVersion>${database.engineVersion}</EngineVersion>${change}` +
    `<GlobalClusterMembers>${members.join('')}</GlobalClusterMembers></${tag}>`
  )
}
