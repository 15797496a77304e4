import { type AdministratorConnection, type AdministratorSession, openSession } from './administration.ts'

/** How far a server's data has got: written by the writer, replayed by a standby. */
export interface LogPosition {
  /** PostgreSQL's own notation, such as `0/3000148`. */
  readonly lsn: string
  readonly isWritable: boolean
  /** Transactions that the server has committed since it was created. */
  readonly commits: number
}

/** SQL for it, with this world's function names. */
export const POSITION =
  'CASE WHEN pg_is_in_recovery() THEN rds_last_wal_replay_lsn() ELSE rds_current_wal_lsn() END'

const ASK = `SELECT (${POSITION})::text AS lsn,
  NOT pg_is_in_recovery() AS "isWritable",
  (SELECT sum(xact_commit) FROM pg_stat_database)::float8 AS commits`

/** Reads servers' positions. They are read every second, so each server has one connection, reopened when it has ended. */
export class PositionReader implements AsyncDisposable {
  readonly #sessions = new Map<number, Promise<AdministratorSession>>()

  async read(connection: AdministratorConnection): Promise<LogPosition> {
    const isKept = this.#sessions.has(connection.port)
    try {
      return await this.#ask(connection)
    } catch (error) {
      if (!isKept) throw error
      return await this.#ask(connection)
    }
  }

  async #ask(connection: AdministratorConnection): Promise<LogPosition> {
    const opening = this.#sessions.get(connection.port) ?? this.#open(connection)
    try {
      const { client } = await opening
      const { rows } = await client.query<LogPosition>(ASK)
      const [position] = rows
      if (!position) throw new Error('A query without a condition answered no row')
      return position
    } catch (error) {
      this.#forget(connection.port, opening)
      void close(opening)
      throw error
    }
  }

  #open(connection: AdministratorConnection): Promise<AdministratorSession> {
    const opening = openSession(connection, undefined, true)
    this.#sessions.set(connection.port, opening)
    const forget = () => this.#forget(connection.port, opening)
    opening.then(({ client }) => client.once('end', forget), forget)
    return opening
  }

  #forget(port: number, opening: Promise<AdministratorSession>): void {
    if (this.#sessions.get(port) === opening) this.#sessions.delete(port)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#sessions.values()]
    this.#sessions.clear()
    await Promise.all(open.map(close))
  }
}

const close = (opening: Promise<AdministratorSession>): Promise<void> =>
  opening.then(
    (session) => session[Symbol.asyncDispose](),
    () => {},
  )
