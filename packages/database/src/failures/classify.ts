import { CONNECT_TIMED_OUT } from '../errors.ts'
import { errorCode, SQLSTATE } from '../sqlstate.ts'

/**
 * What a failure says about the statement and the server.
 *
 * - `refused-write`: the server is a reader, or has become one. Nothing happened.
 * - `not-reached`: there was no server to speak to, or it takes nobody yet. Nothing happened.
 * - `lost`: the conversation broke off. What was sent may have happened.
 * - `stale-session`: only this session cannot do it: its prepared statement is gone or no longer fits. Nothing happened.
 * - `conflict`: another transaction, or the replay on a reader, got in the way. Nothing happened; again is right.
 * - `no-majority`: too few regions support the writer, which may have been replaced. Nothing happened; waiting is right.
 * - `busy`: the server is there and could not do it in time. Nothing happened.
 * - `login`: the password or user is not accepted. Trying another server is wrong, asking for new credentials is right.
 * - `other`: the statement itself, or this program, is at fault.
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

/** `pg` says these in words only: a killed server produces no code at all (measured). */
const BY_WORDS: readonly (readonly [string, FailureKind])[] = [
  ['Connection terminated due to connection timeout', 'not-reached'],
  ['timeout expired', 'not-reached'],
  ['timeout exceeded when trying to connect', 'not-reached'],
  ['Connection terminated', 'lost'],
  ['Client has encountered a connection error', 'lost'],
  ['Client was closed', 'lost'],
  ['Query read timeout', 'lost'],
]

/** Says what an error of `pg`, the server or the network means for the sender of the statement. */
export function classifyFailure(error: unknown): FailureKind {
  const code = errorCode(error)
  const message = error instanceof Error ? error.message : ''
  if (code === SQLSTATE.featureNotSupported && message.startsWith('cached plan')) return 'stale-session'
  if (code !== undefined) return BY_CODE[code] ?? 'other'
  return BY_WORDS.find(([words]) => message.startsWith(words))?.[1] ?? 'other'
}

/** Whether the conversation with the server broke off or never began. */
export function isConnectionLost(error: unknown): boolean {
  const kind = classifyFailure(error)
  return kind === 'lost' || kind === 'not-reached'
}

/** Whether what was sent is certain not to have happened. */
export function certainlyDidNothing(kind: FailureKind): boolean {
  return kind !== 'lost'
}
