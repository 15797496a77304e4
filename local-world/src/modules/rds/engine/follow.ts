import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Administrator } from './administration.ts'
import { slotName } from './configuration.ts'

/** Makes the server's next start one of a standby, which follows `primary_conninfo`. */
export async function markAsStandby(dataFolder: string): Promise<void> {
  await writeFile(join(dataFolder, 'standby.signal'), '', { mode: 0o600 })
}

/** Keeps on a server all log that a follower has not yet received, from now on. */
export async function reserveLog(client: Administrator, followerId: string): Promise<void> {
  await client.query('SELECT pg_create_physical_replication_slot($1, immediately_reserve => true)', [
    slotName(followerId),
  ])
}

/** A follower replies every second; after this long without a word it counts as lost, though its stream may be open. */
const SILENT_AFTER = '5 seconds'

/** The followers that stream from a server now and have lately replied. */
export async function connectedFollowers(client: Administrator): Promise<readonly string[]> {
  const { rows } = await client.query<{ application_name: string }>(
    `SELECT application_name FROM pg_stat_replication
     WHERE state = 'streaming' AND coalesce(clock_timestamp() - reply_time < $1::interval, true)`,
    [SILENT_AFTER],
  )
  return rows.map((row) => row.application_name)
}
