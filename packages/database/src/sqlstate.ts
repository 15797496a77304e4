/** The SQLSTATE codes that Meridian acts on. */
export const SQLSTATE = {
  /** The connection to the server broke; sent by poolers and proxies rather than by `pg`. */
  connectionException: '08000',
  cannotEstablishConnection: '08001',
  connectionDoesNotExist: '08003',
  connectionFailure: '08006',
  /** Not supported here: several functions on an Aurora reader, or a cached plan whose result type has changed. */
  featureNotSupported: '0A000',
  /** A write reached a server that is a reader, or has become one. */
  readOnlyTransaction: '25006',
  /** A prepared statement is unknown to this session: it was prepared on another server behind the same name. */
  invalidStatementName: '26000',
  /** User name or password is wrong; never a reason to try another server. */
  invalidPassword: '28P01',
  /** The user does not exist or may not log in; never a reason to try another server. */
  invalidAuthorization: '28000',
  /** A required value is missing, or the row it should have come from does not exist. */
  notNullViolation: '23502',
  foreignKeyViolation: '23503',
  uniqueViolation: '23505',
  checkViolation: '23514',
  /** A concurrent transaction won; retry. On a replica: conflict with recovery. */
  serializationFailure: '40001',
  deadlockDetected: '40P01',
  undefinedFunction: '42883',
  undefinedTable: '42P01',
  /** Another session held the lock for longer than `lock_timeout`. */
  lockNotAvailable: '55P03',
  /** `statement_timeout` ran out. */
  queryCanceled: '57014',
  /** The server is stopping, or an operator ended the session. */
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  /** The server is starting or still in crash recovery. */
  cannotConnectNow: '57P03',
  tooManyConnections: '53300',
  /** Our own, from `0004-majority.sql`: too few regions have renewed their support of this writer. */
  noMajority: 'MD001',
} as const

export type SqlState = (typeof SQLSTATE)[keyof typeof SQLSTATE]

/** The SQLSTATE or system code of an error, when it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Whether the error is PostgreSQL's refusal with this code. */
export function hasSqlState(error: unknown, state: SqlState): boolean {
  return errorCode(error) === state
}
