import type { QueryResult as PgResult } from 'pg'
import type { DatabaseIdentity } from '../identity.ts'

/** Rows as objects; what they hold is the query's business. */
export type Row = Record<string, unknown>
export type Answer = PgResult<Row>

/** An answer, who gave it, and when it was asked for. */
export interface RoutedAnswer {
  readonly answer: Answer
  readonly identity: DatabaseIdentity
  readonly sentAtMs: number
}

/** A conversation with one server that many requests share. */
export interface Session {
  readonly identity: DatabaseIdentity
  /** The epoch in which its server writes; undefined for a reader, 0 on a schema that knows no epochs. */
  readonly epoch: number | undefined
  readonly isUsable: boolean
  /** Statements that await an answer. */
  readonly inFlight: number
  readonly openedAtMs: number
  run(sql: string, parameters: readonly unknown[]): Promise<Answer>
  /**
   * Runs a statement behind all that was asked before. One at a time, with a pause of 1 ms: callers that ask the same meanwhile share
   * the next one's answer, so that under load there are few for many.
   */
  runBehind(sql: string): Promise<Answer>
  /** How long nothing was answered although something is awaited. */
  silentForMs(now: number): number
  /** Takes no more work, waits for what is under way, then says goodbye. */
  retire(): Promise<void>
  /** Ends at once; whatever is under way fails. */
  destroy(): void
}

/** Opens a session; `onGone` is called once, when it ends for whatever reason. An abort ends the attempt. */
export type OpenSession = (onGone: (session: Session) => void, signal: AbortSignal) => Promise<Session>
