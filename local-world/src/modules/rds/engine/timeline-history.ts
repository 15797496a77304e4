import { open, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServerFiles } from './server-files.ts'

const HISTORY_FILE = /^[0-9A-F]{8}\.history$/
/** A follower that receives nothing retries every 200 ms (wal_retrieve_retry_interval). */
const FOUND_WITHIN_MS = 1_000
const LOOK_EVERY_MS = 10
const TAIL_BYTES = 32 * 1024

/**
 * Gives a follower the history of the promoted server's timelines, as a shared WAL archive would; returns the newest.
 *
 * With it, a follower asks for the new timeline at once. Without it, it asks for the rest of the old one, of which there is
 * none; the sender reports that and then busy-waits for the answer (walsender.c, WalSndLoop): a full CPU core per
 * follower for one round trip, while all clients reconnect.
 */
export async function handOverHistory(from: ServerFiles, to: ServerFiles): Promise<number> {
  const [theirs, ours] = await Promise.all([historyFiles(from), historyFiles(to)])
  for (const name of theirs.filter((file) => !ours.includes(file))) {
    const contents = await readFile(join(from.data, 'pg_wal', name))
    const draft = join(to.folder, name)
    // A running follower may read it at any moment: it must appear whole, and be readable by the servers' account.
    await writeFile(draft, contents, { mode: 0o644 })
    await rename(draft, join(to.data, 'pg_wal', name))
  }
  return Number.parseInt(theirs.toSorted().at(-1) ?? '1', 16)
}

/** Waits until a running follower has found its new timeline, which only its log shows. Gives up after a second. */
export async function untilFound({ log }: ServerFiles, timeline: number): Promise<void> {
  const deadline = performance.now() + FOUND_WITHIN_MS
  while (performance.now() < deadline) {
    if ((await tailOf(log)).includes(`new target timeline is ${timeline}\n`)) return
    await wait(LOOK_EVERY_MS)
  }
}

async function historyFiles({ data }: ServerFiles): Promise<readonly string[]> {
  const names = await readdir(join(data, 'pg_wal'))
  return names.filter((name) => HISTORY_FILE.test(name))
}

async function tailOf(file: string): Promise<string> {
  await using handle = await open(file)
  const { size } = await handle.stat()
  const length = Math.min(size, TAIL_BYTES)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  return buffer.toString('utf8', 0, bytesRead)
}
