import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { PostgresFailedError } from '../errors.ts'
import { type Administrator, type AdministratorConnection, asAdministrator } from './administration.ts'
import { slotName } from './configuration.ts'
import { POSITION } from './position.ts'

/** Makes the server start as a standby next time, following `primary_conninfo`. */
export async function markAsStandby(dataFolder: string): Promise<void> {
  await writeFile(join(dataFolder, 'standby.signal'), '', { mode: 0o600 })
}

/** Makes a server keep all WAL that a follower has not yet received. Idempotent. */
export async function reserveLog(client: Administrator, followerId: string): Promise<void> {
  await client.query(
    `SELECT pg_create_physical_replication_slot($1::name, immediately_reserve => true)
     WHERE NOT EXISTS (SELECT FROM rds_replication_slots WHERE slot_name = $1::name)`,
    [slotName(followerId)],
  )
}

/** Keeps WAL for these followers only: an unused slot would keep it forever. */
export async function releaseLog(client: Administrator, keptFollowerIds: readonly string[]): Promise<void> {
  await client.query(
    `SELECT pg_drop_replication_slot(slot_name) FROM rds_replication_slots
     WHERE slot_type = 'physical' AND NOT active AND NOT slot_name = ANY ($1::name[])`,
    [keptFollowerIds.map(slotName)],
  )
}

/** A follower replies every second; after this long without a reply it counts as lost, even if its stream is open. */
const SILENT_AFTER = '5 seconds'

/** The followers that stream now and have replied recently; with a position, only those that have flushed up to it. */
export async function connectedFollowers(
  client: Administrator,
  position = '0/0',
): Promise<readonly string[]> {
  const { rows } = await client.query<{ application_name: string }>(
    `SELECT application_name FROM rds_stat_replication
     WHERE state = 'streaming' AND coalesce(clock_timestamp() - reply_time < $1::interval, true)
       AND ($2::pg_lsn = '0/0' OR flush_lsn >= $2::pg_lsn)`,
    [SILENT_AFTER, position],
  )
  return rows.map((row) => row.application_name)
}

const STREAM_POLL_MS = 20
/** Limit on a quiet machine. */
export const STREAMS_WITHIN_MS = 30_000

/**
 * Waits until followers stream from this server and have what it had at the call. `followerIds` is read on every poll, so that
 * a follower lost meanwhile is not waited for. A follower that does not know the new timeline yet streams the end of
 * the old one first, then disconnects once more.
 */
export async function untilStreaming(
  upstream: AdministratorConnection,
  followerIds: () => readonly string[],
  { withinMs = STREAMS_WITHIN_MS, signal }: { withinMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs
  const look = async (client: Administrator) => {
    const { rows } = await client.query<{ lsn: string }>(`SELECT (${POSITION})::text AS lsn`)
    for (;;) {
      const streaming = new Set(await connectedFollowers(client, rows[0]?.lsn))
      const missing = followerIds().filter((id) => !streaming.has(id))
      if (missing.length === 0) return
      signal?.throwIfAborted()
      if (performance.now() > deadline)
        throw new PostgresFailedError(
          `Waited ${withinMs / 1000} s for ${missing.join(', ')} to follow the server at port ${upstream.port}; ` +
            `connected: ${[...streaming].join(', ') || 'none'}. Is a link cut?`,
        )
      await wait(STREAM_POLL_MS)
    }
  }
  await asAdministrator(upstream, look, withinMs)
}
