import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives this process and its future children their own temporary folder. It is removed with the process even while files in it
 * are in use: an interrupted command leaves nothing behind.
 */
export function takeTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-'))
  process.env.TMPDIR = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
}
