import { type AdministratorConnection, asAdministrator } from './administration.ts'

/** How far a server's data is: written by the writer, replayed by a standby. */
export interface LogPosition {
  /** PostgreSQL's own notation, such as `0/3000148`. */
  readonly lsn: string
  readonly isWritable: boolean
  /** Transactions that the server has committed since it was made. */
  readonly commits: number
}

/** SQL for it, in the names that the originals have here. */
export const POSITION =
  'CASE WHEN pg_is_in_recovery() THEN rds_last_wal_replay_lsn() ELSE rds_current_wal_lsn() END'

/** Asks a server for its position. */
export function readPosition(connection: AdministratorConnection): Promise<LogPosition> {
  return asAdministrator(connection, async (client) => {
    const { rows } = await client.query<LogPosition>(
      `SELECT (${POSITION})::text AS lsn,
        NOT pg_is_in_recovery() AS "isWritable",
        (SELECT sum(xact_commit) FROM pg_stat_database)::float8 AS commits`,
    )
    const [position] = rows
    if (!position) throw new Error('A query without a condition answered no row')
    return position
  })
}
