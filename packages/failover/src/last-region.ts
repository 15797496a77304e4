import {
  type AwsClients,
  accessTo,
  type HttpClient,
  nearestVantage,
  OperationRefusedError,
  openHttpClient,
  type Pacing,
  routeTo,
  type TargetDescription,
} from '@meridian/operator-tools'
import { DATABASE_NAME, isRegionId, otherRegions, type RegionId } from '@meridian/topology'
import { type GlobalDatabaseControl, writerOf } from './global-database.ts'
import type { LastRegionView, SupportSeen } from './last-region-checks.ts'

const ANSWER_WITHIN_MS = 4_000

/** Asks AWS in that region and the services of all regions; a missing answer is part of the result. */
export async function inspectLastRegion(
  target: TargetDescription,
  control: GlobalDatabaseControl,
  region: RegionId,
): Promise<LastRegionView> {
  const { globalClusterId, regions } = target.stackOutputs.database
  const [database, own, ...others] = await Promise.all([
    control.describe(region, globalClusterId),
    ...[region, ...otherRegions(region)].map((one) => askSupport(target, one)),
  ])
  const { clusterArn, clusterId } = regions[region]
  return {
    region,
    clusterId,
    isWriter: writerOf(database)?.arn === clusterArn,
    roleChange: database.roleChange?.status,
    own: own ?? new Error('not asked'),
    others: otherRegions(region).map((other, index) => ({
      region: other,
      seen: others[index] ?? new Error(),
    })),
  }
}

/** What a region's services report about the writer and its support; an error if they do not answer. */
async function askSupport(target: TargetDescription, region: RegionId): Promise<SupportSeen | Error> {
  try {
    const route = routeTo(target, nearestVantage(target, region), region, await accessTo(target))
    await using client = openHttpClient(route, { connections: 1, timeoutMs: ANSWER_WITHIN_MS })
    return await readSupport(client, region)
  } catch (error) {
    return error as Error
  }
}

async function readSupport(client: Pick<HttpClient, 'send'>, region: RegionId): Promise<SupportSeen | Error> {
  const { status, body } = await client.send({ method: 'GET', path: '/api/region' })
  if (status !== 200) return new Error(`${region} answered ${status}`)
  const { writer, writerSupport, epoch } = JSON.parse(body) as RegionAnswer
  return {
    epoch,
    writer: writer?.region && isRegionId(writer.region) ? writer.region : undefined,
    isSupported: writerSupport?.isSupported,
    lastRegion: writerSupport?.lastRegion ?? undefined,
    renewals: writerSupport?.regions ?? [],
  }
}

interface RegionAnswer {
  readonly epoch: number
  readonly writer: { readonly region: string | null } | null
  readonly writerSupport: {
    readonly isSupported: boolean
    readonly lastRegion: string | null
    readonly regions: SupportSeen['renewals']
  } | null
}

const OPENS_WITHIN_MS = 60_000
const POLL_MS = 500
const DECLARE = 'select declare_last_region(:region, cast(:epoch as bigint)) as taken'

/**
 * Declares a region the last one in its database. The database is unreachable from outside its VPC, so the statement goes
 * through the Data API, which is enabled for it and then disabled.
 *
 * Throws if the database refuses: a majority supports it, or another epoch has begun.
 */
export async function declareLastRegion(
  target: TargetDescription,
  aws: Pick<AwsClients, 'rds' | 'rdsData'>,
  { region, epoch }: { readonly region: RegionId; readonly epoch: number },
  pacing: Pacing,
): Promise<void> {
  const { DisableHttpEndpointCommand, EnableHttpEndpointCommand } = await import('@aws-sdk/client-rds')
  const { ExecuteStatementCommand } = await import('@aws-sdk/client-rds-data')
  const { clusterArn: resourceArn, secretArn } = target.stackOutputs.database.regions[region]
  const [rds, data] = await Promise.all([aws.rds(region), aws.rdsData(region)])
  await rds.send(new EnableHttpEndpointCommand({ ResourceArn: resourceArn }))
  try {
    const statement = new ExecuteStatementCommand({
      resourceArn,
      secretArn,
      database: DATABASE_NAME,
      sql: DECLARE,
      parameters: [
        { name: 'region', value: { stringValue: region } },
        { name: 'epoch', value: { longValue: epoch } },
      ],
    })
    const { records } = await whenOpen(() => data.send(statement), pacing)
    if (records?.[0]?.[0]?.booleanValue !== true)
      throw new OperationRefusedError(
        `The database of ${region} did not take it: a majority of the regions supports it again, or a newer epoch than ${epoch} has begun. Look with: failover last-region --region ${region}`,
      )
  } finally {
    await rds.send(new DisableHttpEndpointCommand({ ResourceArn: resourceArn }))
  }
}

/** AWS enables the endpoint some time after the call returns. */
async function whenOpen<Answer>(send: () => Promise<Answer>, pacing: Pacing): Promise<Answer> {
  const deadlineMs = pacing.now() + OPENS_WITHIN_MS
  for (;;) {
    try {
      return await send()
    } catch (error) {
      const isClosed = /HttpEndpoint is not enabled/.test((error as Error).message)
      if (!isClosed || pacing.now() > deadlineMs) throw error
      await pacing.wait(POLL_MS)
    }
  }
}
