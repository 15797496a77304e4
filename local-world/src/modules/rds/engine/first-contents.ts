import type { DatabasePlan } from '../plan/types.ts'
import type { Administrator } from './administration.ts'

/** Creates the master user and the first database of a new primary, as CreateDBCluster does. */
export async function createFirstContents(
  client: Administrator,
  { master, databaseName }: Pick<DatabasePlan, 'master' | 'databaseName'>,
): Promise<void> {
  const user = client.escapeIdentifier(master.username)
  await client.query(
    `CREATE ROLE ${user} LOGIN CREATEROLE CREATEDB PASSWORD ${client.escapeLiteral(master.password)}`,
  )
  await client.query(`GRANT rds_superuser TO ${user} WITH ADMIN OPTION`)
  if (databaseName !== undefined)
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseName)} OWNER ${user}`)
}
