import pg from 'pg'
import type { RotationConfig } from './config.ts'
import { WriterNotFoundError } from './errors.ts'
import type { Login } from './login.ts'

/** Seoul to Virginia and back takes 178 ms, and a login over TLS needs some six round trips. */
const CONNECT_MS = 4_000
const STATEMENT_MS = 10_000
/** Changing owners waits for running transactions; if it waited longer, all others would queue behind it. */
const LOCK_MS = 3_000
/** `invalid_authorization_specification` and `invalid_password`. */
const LOGIN_REFUSED: readonly (string | undefined)[] = ['28000', '28P01']

/** Whether the server was reached and refused the login. */
export function isLoginRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && LOGIN_REFUSED.includes(error.code)
}

/** Runs work in a session with the server that accepts writes, wherever a switchover or failover has put it. */
export async function withWriter<Result>(
  config: RotationConfig,
  login: Login,
  work: (session: pg.Client) => Promise<Result>,
): Promise<Result> {
  const session = await connectToWriter(config, login)
  try {
    return await work(session)
  } finally {
    await session.end()
  }
}

/**
 * The global endpoint follows the writer with a delay; until then the members' own endpoints are tried. A refused
 * login is final, not a reason to try elsewhere: all members have the same logins.
 */
async function connectToWriter(config: RotationConfig, login: Login): Promise<pg.Client> {
  const reasons: unknown[] = []
  for (const host of config.writerHosts) {
    const session = createSession(config, host, login)
    try {
      await session.connect()
      if (await takesWrites(session)) return session
      reasons.push(new Error('takes no writes'))
    } catch (error) {
      if (isLoginRefused(error)) throw error
      reasons.push(error)
    }
    await session.end().catch(() => {})
  }
  throw new WriterNotFoundError(config.writerHosts, reasons)
}

function createSession(config: RotationConfig, host: string, login: Login): pg.Client {
  const session = new pg.Client({
    host,
    port: config.port,
    database: config.database,
    user: login.username,
    password: login.password,
    application_name: 'secret-rotation',
    ssl: config.tls === 'verify' ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    lock_timeout: LOCK_MS,
    // Detects on the client's side that a server no longer answers.
    query_timeout: STATEMENT_MS + CONNECT_MS,
  })
  // A server that goes away between two statements must not end the process; the next statement fails instead.
  session.on('error', () => {})
  return session
}

async function takesWrites(session: pg.Client): Promise<boolean> {
  const { rows } = await session.query<{ readOnly: string; standby: boolean }>(
    `select current_setting('transaction_read_only') as "readOnly", pg_is_in_recovery() as standby`,
  )
  return rows[0]?.readOnly === 'off' && !rows[0].standby
}
