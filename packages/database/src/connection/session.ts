import type { QueryResult as PgResult } from 'pg'
import type { DatabaseIdentity } from '../identity.ts'

/** A row as an object; its columns depend on the query. */
export type Row = Record<string, unknown>
export type Answer = PgResult<Row>

/** An answer, its server, and when the statement was sent. */
export interface RoutedAnswer {
  readonly answer: Answer
  readonly identity: DatabaseIdentity
  readonly sentAtMs: number
}

/** A connection to one server, shared by many requests. */
export interface Session {
  readonly identity: DatabaseIdentity
  /** The epoch in which its server writes; undefined for a reader, 0 on a schema without epochs. */
  readonly epoch: number | undefined
  readonly isUsable: boolean
  /** Statements that await an answer. */
  readonly inFlight: number
  readonly openedAtMs: number
  run(sql: string, parameters: readonly unknown[]): Promise<Answer>
  /**
   * Runs a statement after all earlier ones. One at a time, with a pause of 1 ms: callers that ask the same meanwhile share the
   * next answer, so under load one statement serves many callers.
   */
  runBehind(sql: string): Promise<Answer>
  /** Calls back when a statement is sent while no other awaits an answer, and at once if one does already. */
  onBusy(listener: () => void): void
  /** How long the server has been silent with statements in flight. */
  silentForMs(now: number): number
  /** Takes no more work, waits for running statements, then disconnects. */
  retire(): Promise<void>
  /** Ends at once; running statements fail. */
  destroy(): void
}

/** Opens a session; `onGone` is called when it ends for any reason. An abort ends the attempt. */
export type OpenSession = (onGone: (session: Session) => void, signal: AbortSignal) => Promise<Session>
