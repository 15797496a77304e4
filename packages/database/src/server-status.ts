import { sql } from 'kysely'
import type { DatabaseIdentity } from './identity.ts'
import { prepareRead } from './prepared.ts'
import type { Reader, Writer } from './roles.ts'
import { hasSqlState, SQLSTATE } from './sqlstate.ts'

/** What a role's server said of itself just now. */
export interface ServerStatus {
  readonly identity: DatabaseIdentity
  /** Of one statement on a connection that stands; connecting is not part of it. */
  readonly roundTripMs: number
}

/** How far one region's copy is behind, as the writer sees it. */
export interface RegionLag {
  readonly region: string
  /** Undefined for the region that writes. */
  readonly lagMs: number | undefined
}

const recovering = prepareRead<object, { recovering: boolean }>((db) =>
  db.selectNoFrom(sql<boolean>`pg_is_in_recovery()`.as('recovering')),
)

/** Asks a server for its role now: a connection that is already open may have outlived a promotion. Rejects when it cannot be reached. */
export async function askServer(db: Reader | Writer): Promise<ServerStatus> {
  const { value, servedBy, sentAtMs } = await recovering(db as Reader, {})
  const role = value[0]?.recovering === true ? 'reader' : 'writer'
  return {
    identity: { instance: servedBy?.instance ?? 'unknown', role },
    roundTripMs: performance.now() - (sentAtMs ?? Number.NaN),
  }
}

const globalStatus = prepareRead<object, { region: string; lag_ms: number }>((db) =>
  db
    .selectFrom(sql<{ aws_region: string; rpo_lag_in_msec: number }>`aurora_global_db_status()`.as('status'))
    .select(['status.aws_region as region', sql<number>`status.rpo_lag_in_msec::float8`.as('lag_ms')]),
)

/** Each region's lag by Aurora's own account; undefined on servers that are no Aurora global database. */
export async function askRegionLags(db: Reader | Writer): Promise<readonly RegionLag[] | undefined> {
  try {
    const { value } = await globalStatus(db as unknown as Reader, {})
    // Aurora writes -1 for the region that holds the writer.
    return value.map(({ region, lag_ms }) => ({ region, lagMs: lag_ms < 0 ? undefined : lag_ms }))
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.undefinedFunction)) return undefined
    throw error
  }
}

/** Whether the writer may take writes, and who renewed its support when. */
export interface WriterSupport {
  readonly isSupported: boolean
  /** The region that an operator has called the last one. */
  readonly lastRegion: string | null
  readonly regions: readonly { readonly region: string; readonly renewedMsAgo: number | null }[]
}

const support = prepareRead<object, WriterSupport>((db) =>
  db.selectFrom('writer_epoch').select([
    sql<boolean>`writer_has_majority()`.as('isSupported'),
    'last_region as lastRegion',
    sql<WriterSupport['regions']>`(
      select coalesce(json_agg(json_build_object('region', region, 'renewedMsAgo', case when isfinite(renewed_at)
        then round(extract(epoch from clock_timestamp() - renewed_at) * 1000) end) order by region), '[]')
      from region_support
    )`.as('regions'),
  ]),
)

/** Asks the writer who supports it; undefined on a schema that does not know. */
export async function askWriterSupport(db: Reader | Writer): Promise<WriterSupport | undefined> {
  try {
    const { value } = await support(db as Reader, {})
    return value[0]
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.undefinedFunction)) return undefined
    throw error
  }
}
