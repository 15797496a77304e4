import type { Client } from 'pg'
import { errorCode, SQLSTATE } from './sqlstate.ts'

/** Which server answered, in which role. */
export interface DatabaseIdentity {
  /** Aurora's instance identifier; on other servers the cluster name, or the port. */
  readonly instance: string
  readonly role: 'reader' | 'writer'
}

const PLAIN = `
  select coalesce(nullif(current_setting('cluster_name'), ''), 'port-' || current_setting('port')) as instance,
         current_setting('transaction_read_only') = 'on' as recovering`
const AURORA = 'select aurora_db_instance_identifier() as instance'

/**
 * Asks a server for its identity.
 *
 * Both queries are sent at once: a second round trip to another continent costs more than a rejected statement.
 */
export async function databaseIdentity(client: Pick<Client, 'query'>): Promise<DatabaseIdentity> {
  const [plain, aurora] = await Promise.all([
    client.query<{ instance: string; recovering: boolean }>(PLAIN),
    client.query<{ instance: string }>(AURORA).catch(absentOutsideAurora),
  ])
  const found = plain.rows[0]
  return {
    instance: aurora?.rows[0]?.instance ?? found?.instance ?? 'unknown',
    role: found?.recovering === true ? 'reader' : 'writer',
  }
}

function absentOutsideAurora(error: unknown): undefined {
  if (errorCode(error) === SQLSTATE.undefinedFunction) return undefined
  throw error
}
