import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives this process, and what it starts from now on, a temporary folder of its own. It goes with the process, however much of it
 * was still in use: a command that is stopped halfway leaves nothing behind.
 */
export function takeTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-'))
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
}
