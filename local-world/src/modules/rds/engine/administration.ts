import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { Template } from './template.ts'

/** How the world itself reaches a server: bypassing network, DNS and TLS, as the superuser that customers never get. */
export interface AdministratorConnection {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export type Administrator = pg.Client

/** An open connection of the world; disposing it closes it. */
export interface AdministratorSession extends AsyncDisposable {
  readonly client: Administrator
}

/** A frozen server accepts connections and never answers. This is long enough for a checkpoint on a busy disk. */
const ANSWERED_WITHIN_MS = 30_000
const CLOSED_WITHIN_MS = 1_000

/**
 * Opens a connection. If the server does not answer in time, the connection or the current query fails.
 *
 * @param isShared whether queries may be sent while earlier ones are unanswered; each is its own transaction
 */
export async function openSession(
  connection: AdministratorConnection,
  withinMs = ANSWERED_WITHIN_MS,
  isShared = false,
): Promise<AdministratorSession> {
  const client = new pg.Client({
    ...connection,
    pipeline: isShared,
    connectionTimeoutMillis: withinMs,
    query_timeout: withinMs,
    application_name: 'rdsadmin',
  })
  // A server that dies also fails the current query; without a listener, the error would end this process.
  client.on('error', () => {})
  await client.connect()
  return {
    client,
    [Symbol.asyncDispose]: () => close(client),
  }
}

/** Waits until the server has closed its end of the connection too, which a frozen one does not. */
async function close(client: Administrator): Promise<void> {
  const closed = client.end().catch(() => {})
  await Promise.race([closed, wait(CLOSED_WITHIN_MS, undefined, { ref: false })])
}

/** Opens a connection for one task. */
export async function asAdministrator<Result>(
  connection: AdministratorConnection,
  task: (client: Administrator) => Promise<Result>,
  withinMs = ANSWERED_WITHIN_MS,
): Promise<Result> {
  await using session = await openSession(connection, withinMs)
  return await task(session.client)
}

/** How the world itself reaches an instance. */
export function administratorOf(
  { loopbackPort }: { readonly loopbackPort: number },
  { passwords }: Pick<Template, 'passwords'>,
  database = 'postgres',
): AdministratorConnection {
  return { host: '127.0.0.1', port: loopbackPort, user: 'rdsadmin', password: passwords.rdsadmin, database }
}
