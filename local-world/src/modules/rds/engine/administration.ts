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

/** Opens a connection for the length of one task. */
export async function asAdministrator<Result>(
  connection: AdministratorConnection,
  task: (client: Administrator) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ ...connection, application_name: 'rdsadmin' })
  // A server that dies meanwhile also fails the query in hand, which says so; without a listener the process would end.
  client.on('error', () => {})
  await client.connect()
  try {
    return await task(client)
  } finally {
    await client.end()
  }
}
