import { CONNECT_TIMED_OUT } from '../errors.ts'
import { errorCode, SQLSTATE } from '../sqlstate.ts'

/**
 * What a failure means for the statement and the server.
 *
 * - `refused-write`: the server is a reader, or has become one. Nothing happened.
 * - `not-reached`: no server was reachable, or it accepts no connections yet. Nothing happened.
 * - `lost`: the connection broke. What was sent may have been executed.
 * - `stale-session`: only this session is affected: its prepared statement is gone or no longer valid. Nothing happened.
 * - `conflict`: conflict with another transaction, or with replay on a reader. Nothing happened; retry.
 * - `no-majority`: too few regions support the writer, which may have been replaced. Nothing happened; wait.
 * - `busy`: the server is up but could not do it in time. Nothing happened.
 * - `login`: the password or user is rejected. Do not try another server; fetch new credentials.
 * - `other`: an error in the statement itself or in this program.
 */
export type FailureKind =
  | 'refused-write'
  | 'not-reached'
  | 'lost'
  | 'stale-session'
  | 'conflict'
  | 'no-majority'
  | 'busy'
  | 'login'
  | 'other'

const BY_CODE: Readonly<Record<string, FailureKind>> = {
  [SQLSTATE.readOnlyTransaction]: 'refused-write',
  [SQLSTATE.cannotConnectNow]: 'not-reached',
  [SQLSTATE.cannotEstablishConnection]: 'not-reached',
  [SQLSTATE.tooManyConnections]: 'not-reached',
  [CONNECT_TIMED_OUT]: 'not-reached',
  ECONNREFUSED: 'not-reached',
  EHOSTUNREACH: 'not-reached',
  ENETUNREACH: 'not-reached',
  ENOTFOUND: 'not-reached',
  EAI_AGAIN: 'not-reached',
  ENOENT: 'not-reached',
  [SQLSTATE.connectionException]: 'lost',
  [SQLSTATE.connectionDoesNotExist]: 'lost',
  [SQLSTATE.connectionFailure]: 'lost',
  [SQLSTATE.adminShutdown]: 'lost',
  [SQLSTATE.crashShutdown]: 'lost',
  ECONNRESET: 'lost',
  ECONNABORTED: 'lost',
  EPIPE: 'lost',
  ETIMEDOUT: 'lost',
  [SQLSTATE.invalidStatementName]: 'stale-session',
  [SQLSTATE.serializationFailure]: 'conflict',
  [SQLSTATE.deadlockDetected]: 'conflict',
  [SQLSTATE.noMajority]: 'no-majority',
  [SQLSTATE.queryCanceled]: 'busy',
  [SQLSTATE.lockNotAvailable]: 'busy',
  [SQLSTATE.invalidPassword]: 'login',
  [SQLSTATE.invalidAuthorization]: 'login',
}

/** `pg` reports these by message only: a killed server produces no code at all (measured). */
const BY_WORDS: readonly (readonly [string, FailureKind])[] = [
  ['Connection terminated due to connection timeout', 'not-reached'],
  ['timeout expired', 'not-reached'],
  ['timeout exceeded when trying to connect', 'not-reached'],
  ['Connection terminated', 'lost'],
  ['Client has encountered a connection error', 'lost'],
  ['Client was closed', 'lost'],
  ['Query read timeout', 'lost'],
]

/** Classifies an error from `pg`, the server or the network. */
export function classifyFailure(error: unknown): FailureKind {
  const code = errorCode(error)
  const message = error instanceof Error ? error.message : ''
  if (code === SQLSTATE.featureNotSupported && message.startsWith('cached plan')) return 'stale-session'
  if (code !== undefined) return BY_CODE[code] ?? 'other'
  return BY_WORDS.find(([words]) => message.startsWith(words))?.[1] ?? 'other'
}

/** Whether the connection broke or was never established. */
export function isConnectionLost(error: unknown): boolean {
  const kind = classifyFailure(error)
  return kind === 'lost' || kind === 'not-reached'
}

/** Whether the statement certainly had no effect. */
export function certainlyDidNothing(kind: FailureKind): boolean {
  return kind !== 'lost'
}
