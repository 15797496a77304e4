import { errorCode, SQLSTATE } from './sqlstate.ts'

const LOST_CODES: ReadonlySet<string> = new Set([
  SQLSTATE.connectionException,
  SQLSTATE.connectionDoesNotExist,
  SQLSTATE.connectionFailure,
  SQLSTATE.adminShutdown,
  SQLSTATE.crashShutdown,
  SQLSTATE.cannotConnectNow,
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** `pg` says these in words only: a killed server produces no code at all (measured). */
const LOST_WORDS = [
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed',
  'Query read timeout',
  'timeout expired',
  'timeout exceeded when trying to connect',
]

/**
 * Whether the conversation with the server broke off, so that the fate of what was sent is not known.
 *
 * Telling a failover from a fault of the network, and what to do about each, is not decided here.
 */
export function isConnectionLost(error: unknown): boolean {
  const code = errorCode(error)
  if (code !== undefined) return LOST_CODES.has(code)
  return error instanceof Error && LOST_WORDS.some((words) => error.message.startsWith(words))
}
