import {
  askRegionLags,
  askServer,
  askWriterSupport,
  type Database,
  type Reader,
  type RegionLag,
  type WriterSupport,
} from '@meridian/database'
import { clusterId, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { within } from '../deadline.ts'

interface DatabaseReport {
  readonly instance: string
  readonly role: string
  readonly region: RegionId | null
  readonly roundTripMs: number
}

export interface RegionReport {
  readonly region: RegionId
  readonly label: string
  readonly task: string
  readonly reader: DatabaseReport | null
  readonly writer: DatabaseReport | null
  readonly replicationLagMs: number | null
  /** Whether a majority of the regions supports the writer; null while unknown. */
  readonly writerSupport: WriterSupport | null
  /** Increases with every change of writer; 0 until a writer was reached. */
  readonly epoch: number
}

const ASK_WITHIN_MS = 3_000

/** Asks both databases at once; an unreachable one is reported as null, not as an error. */
export async function reportRegion(
  database: Database,
  region: RegionId,
  task: string,
): Promise<RegionReport> {
  const [reader, writer, lags, support] = await Promise.all([
    describe('the reader', database.reader),
    describe('the writer', database.writerIfKnown),
    within(ASK_WITHIN_MS, 'the writer', askRegionLags(database.writerIfKnown)).catch(() => undefined),
    within(ASK_WITHIN_MS, 'the writer', askWriterSupport(database.writerIfKnown)).catch(() => undefined),
  ])
  return {
    region,
    label: REGIONS[region].label,
    task,
    reader,
    writer,
    // Aurora's own figure where there is one; otherwise the heartbeat in this region's reader.
    replicationLagMs: lagOf(region, writer, lags) ?? database.lag?.lagMs ?? null,
    writerSupport: support ?? null,
    epoch: database.epoch,
  }
}

async function describe(what: string, db: Reader): Promise<DatabaseReport | null> {
  try {
    const { identity, roundTripMs } = await within(ASK_WITHIN_MS, what, askServer(db))
    return {
      ...identity,
      region: regionOfInstance(identity.instance),
      roundTripMs: Math.round(roundTripMs * 10) / 10,
    }
  } catch {
    return null
  }
}

/** Instances are named after their cluster, and clusters after their region. */
export function regionOfInstance(instance: string): RegionId | null {
  return REGION_IDS.find((region) => instance.startsWith(`${clusterId(region)}-`)) ?? null
}

function lagOf(
  region: RegionId,
  writer: DatabaseReport | null,
  lags: readonly RegionLag[] | undefined,
): number | null {
  if (writer?.region === region) return 0
  return lags?.find((lag) => lag.region === region)?.lagMs ?? null
}
