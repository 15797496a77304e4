import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Offsets in global/pg_control of PostgreSQL 13 to 17 (struct ControlFileData). */
const STATE_OFFSET = 16
const CHECKPOINT_OFFSET = 32
const READ_BYTES = 64
/** `DB_SHUTDOWNED`: the writer has written its last record. */
const SHUT_DOWN = 1

/**
 * Where the writer's last record, the shutdown checkpoint, begins; undefined until it is written.
 *
 * Read from the file because the server cannot be queried: while it shuts down, all sessions have ended, and its process
 * lives on until every follower has acknowledged, a round trip to the farthest one.
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
