import { lsnToBytes } from '../model/log-position.ts'
import type { Administrator } from './administration.ts'
import { POSITION } from './position.ts'

/** How far a server's data has got, in bytes of WAL. */
export async function readBytes(client: Administrator): Promise<bigint> {
  const { rows } = await client.query<{ lsn: string | null }>(`SELECT (${POSITION})::text AS lsn`)
  return lsnToBytes(rows[0]?.lsn ?? '0/0')
}

export async function isWritable(client: Administrator): Promise<boolean> {
  const { rows } = await client.query<{ isWritable: boolean }>(
    'SELECT NOT pg_is_in_recovery() AS "isWritable"',
  )
  return rows[0]?.isWritable ?? false
}

/** Asks a standby to become a writer with what it has received. Does not wait: the server's own wait polls only every 100 ms. */
export async function askForPromotion(client: Administrator): Promise<void> {
  await client.query('SELECT pg_promote(false)')
}

/** Ends every session opened before a change of role, except the world's own: clients of the old role have to reconnect. */
export async function endSessions(client: Administrator, openedBefore: Date): Promise<void> {
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE backend_type = 'client backend' AND usename <> 'rdsadmin' AND backend_start < $1`,
    [openedBefore],
  )
}
