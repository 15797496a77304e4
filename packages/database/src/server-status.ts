import { sql } from 'kysely'
import type { DatabaseIdentity } from './identity.ts'
import { prepareRead } from './prepared.ts'
import type { Reader, Writer } from './roles.ts'
import { hasSqlState, SQLSTATE } from './sqlstate.ts'

/** What a role's server currently reports. */
export interface ServerStatus {
  readonly identity: DatabaseIdentity
  /** Of one statement on an open connection; connecting is excluded. */
  readonly roundTripMs: number
}

/** How far one region's replica is behind, as the writer sees it. */
export interface RegionLag {
  readonly region: string
  /** Undefined for the region that writes. */
  readonly lagMs: number | undefined
}

const recovering = prepareRead<object, { recovering: boolean }>((db) =>
  db.selectNoFrom(sql<boolean>`pg_is_in_recovery()`.as('recovering')),
)

/** Asks a server for its current role: an open connection may have survived a promotion. Rejects if it is unreachable. */
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

/** Each region's lag as Aurora reports it; undefined outside an Aurora global database. */
export async function askRegionLags(db: Reader | Writer): Promise<readonly RegionLag[] | undefined> {
  try {
    const { value } = await globalStatus(db as unknown as Reader, {})
    // Aurora reports -1 for the writer's region.
    return value.map(({ region, lag_ms }) => ({ region, lagMs: lag_ms < 0 ? undefined : lag_ms }))
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.undefinedFunction)) return undefined
    throw error
  }
}

/** Whether the writer may accept writes, and when each region renewed its support. */
export interface WriterSupport {
  readonly isSupported: boolean
  /** The region that an operator has declared the last one. */
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

/** Asks the writer who supports it; undefined on a schema without support. */
export async function askWriterSupport(db: Reader | Writer): Promise<WriterSupport | undefined> {
  try {
    const { value } = await support(db as Reader, {})
    return value[0]
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.undefinedFunction)) return undefined
    throw error
  }
}
