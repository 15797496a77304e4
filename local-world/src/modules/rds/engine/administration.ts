import pg from 'pg'

/** How the world itself reaches a server: past network, names and TLS, as the superuser that customers never get. */
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

/** Opens a connection. With a limit, a server that stands still fails the connection or the query in hand. */
export async function openSession(
  connection: AdministratorConnection,
  withinMs?: number,
): Promise<AdministratorSession> {
  const limits = withinMs === undefined ? {} : { connectionTimeoutMillis: withinMs, query_timeout: withinMs }
  const client = new pg.Client({ ...connection, ...limits, application_name: 'rdsadmin' })
  // A server that dies meanwhile also fails the query in hand, which says so; without a listener the process would end.
  client.on('error', () => {})
  await client.connect()
  return {
    client,
    [Symbol.asyncDispose]: () => client.end().catch(() => {}),
  }
}

/** Opens a connection for the length of one task. */
export async function asAdministrator<Result>(
  connection: AdministratorConnection,
  task: (client: Administrator) => Promise<Result>,
): Promise<Result> {
  await using session = await openSession(connection)
  return await task(session.client)
}
