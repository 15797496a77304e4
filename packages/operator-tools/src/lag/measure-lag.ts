import { isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { replicationLagMs } from '../aws/metrics.ts'
import { type HttpClient, openHttpClient } from '../probes/http-client.ts'
import { accessTo, nearestVantage, routeTo } from '../target/routes.ts'
import type { TargetDescription } from '../target/target.ts'
import type { Pacing } from '../waiting/pacing.ts'

/** How far a region's replica was behind at one moment. */
export interface LagSample {
  readonly region: RegionId
  /** Since the measurement began. */
  readonly atMs: number
  /** Undefined when it could not be determined. */
  readonly lagMs: number | undefined
  /** Why it is undefined, or which region writes. */
  readonly detail: string
}

export interface LagOptions {
  readonly samples: number
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly pacing: Pacing
  readonly onSample?: (samples: readonly LagSample[]) => void
}

export interface LagMeasurement {
  readonly samples: readonly LagSample[]
  /** CloudWatch's value, where it has one. */
  readonly cloudWatchMs: Readonly<Partial<Record<RegionId, number>>>
}

/** Polls each region's service for its replica's lag, and queries CloudWatch once at the end. */
export async function measureLag(
  target: TargetDescription,
  aws: AwsClients,
  options: LagOptions,
): Promise<LagMeasurement> {
  await using clients = new AsyncDisposableStack()
  const access = await accessTo(target)
  const regions = REGION_IDS.map((region) => {
    const route = routeTo(target, nearestVantage(target, region), region, access)
    const { timeoutMs } = options
    return { region, client: clients.use(openHttpClient(route, { connections: 1, timeoutMs })) }
  })
  const { pacing } = options
  const startedMs = pacing.now()
  const samples: LagSample[] = []
  for (let round = 0; round < options.samples; round += 1) {
    const dueMs = startedMs + round * options.intervalMs
    await pacing.wait(Math.max(0, dueMs - pacing.now()))
    const atMs = pacing.now() - startedMs
    samples.push(...(await Promise.all(regions.map(({ region, client }) => sample(client, region, atMs)))))
    options.onSample?.(samples)
  }
  return { samples, cloudWatchMs: await askCloudWatch(target, aws, readersIn(samples)) }
}

/** One region's report of its replica. */
export async function sample(
  client: Pick<HttpClient, 'send'>,
  region: RegionId,
  atMs: number,
): Promise<LagSample> {
  try {
    const answer = await client.send({ method: 'GET', path: '/api/region' })
    if (answer.status !== 200) return { region, atMs, lagMs: undefined, detail: `answered ${answer.status}` }
    const { replicationLagMs: lag, writer: said } = JSON.parse(answer.body) as RegionAnswer
    const writer = said?.region && isRegionId(said.region) ? said.region : 'nobody'
    return { region, atMs, lagMs: lag ?? undefined, detail: writes(writer) }
  } catch (error) {
    return { region, atMs, lagMs: undefined, detail: (error as Error).message }
  }
}

/** A sample's detail, from which a report recognizes the writer. */
export const writes = (region: RegionId | 'nobody'): string => `${region} writes`

interface RegionAnswer {
  readonly replicationLagMs: number | null
  readonly writer: { readonly region: string | null } | null
}

/** The writer has no lag: CloudWatch's last point for its region is from before the promotion. */
function readersIn(samples: readonly LagSample[]): readonly RegionId[] {
  const last = (region: RegionId) => samples.findLast((sample) => sample.region === region)?.detail
  return REGION_IDS.filter((region) => last(region) !== writes(region))
}

async function askCloudWatch(target: TargetDescription, aws: AwsClients, readers: readonly RegionId[]) {
  const asked = await Promise.all(
    readers.map(async (region) => [region, await replicationLagMs(target, aws, region)] as const),
  )
  return Object.fromEntries(asked.filter(([, lagMs]) => lagMs !== undefined)) as Partial<
    Record<RegionId, number>
  >
}
