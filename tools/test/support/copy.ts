import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ROOT } from '../../src/workspace.ts'

/** Copies folders and files of the repository into a new one, with the packages that are installed here; it goes with the test. */
export function copyOfRepository(parts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-copy-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const isInstalled = (path: string) => !/node_modules|\.vitest/.test(path)
  for (const part of parts)
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: isInstalled })
  for (const part of ['.', ...parts].map((each) => join(each, 'node_modules')))
    if (existsSync(join(ROOT, part))) symlinkSync(join(ROOT, part), join(folder, part))
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
  return folder
}
