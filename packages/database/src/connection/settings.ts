import type { ClientConfig } from 'pg'
import { columnTypes } from './column-types.ts'

/** Where a server listens. */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

export interface Credentials {
  readonly username: string
  readonly password: string
}

export interface ConnectionSettings {
  readonly endpoint: Endpoint
  readonly credentials: Credentials
  readonly database: string
  /** `verify` checks the certificate against the process's trusted CAs; `off` is for throwaway servers in tests. */
  readonly tls: 'verify' | 'off'
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  readonly timeouts?: Partial<Timeouts>
}

export interface Timeouts {
  readonly connectMs: number
  /** Enforced by the server. */
  readonly statementMs: number
  readonly lockMs: number
  /** Enforced here, when the server no longer answers at all. */
  readonly silenceMs: number
}

/** A round trip from Seoul to us-east-1 is 178 ms; connecting with TLS takes about six. Slow servers get longer. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 4_000,
  statementMs: 5_000,
  lockMs: 2_000,
  silenceMs: 7_000,
}

/** A broken path must be noticed before clients give up, so keep-alive probes start early. */
const KEEP_ALIVE_AFTER_MS = 1_000

export function timeoutsOf(settings: Pick<ConnectionSettings, 'timeouts'>): Timeouts {
  return { ...DEFAULT_TIMEOUTS, ...settings.timeouts }
}

/** The `pg` config of a connection. */
export function clientConfig(settings: ConnectionSettings): ClientConfig {
  const timeouts = timeoutsOf(settings)
  return {
    host: settings.endpoint.host,
    port: settings.endpoint.port,
    database: settings.database,
    user: settings.credentials.username,
    password: settings.credentials.password,
    application_name: settings.applicationName,
    ssl: settings.tls === 'verify' ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: timeouts.connectMs,
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.statementMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    types: columnTypes,
    pipeline: true,
  }
}
