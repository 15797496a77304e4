import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Offsets in global/pg_control of PostgreSQL 13 to 17 (struct ControlFileData). */
const STATE_OFFSET = 16
const CHECKPOINT_OFFSET = 32
const READ_BYTES = 64
/** `DB_SHUTDOWNED`: a writer that has written its last record. */
const SHUT_DOWN = 1

/**
 * Where a writer's last record begins, the checkpoint of its shutdown; undefined until it is written.
 *
 * The file is read because the server cannot be asked: one that shuts down has ended all sessions by then, and its process
 * lives on until every follower has acknowledged, a round trip to the farthest.
 */
export async function readLastCheckpoint(dataFolder: string): Promise<bigint | undefined> {
  const file = await open(join(dataFolder, 'global/pg_control'))
  try {
    const { buffer } = await file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, 0)
    if (buffer.readUInt32LE(STATE_OFFSET) !== SHUT_DOWN) return undefined
    return buffer.readBigUInt64LE(CHECKPOINT_OFFSET)
  } finally {
    await file.close()
  }
}
