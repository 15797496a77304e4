import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isFresh } from '@meridian/service-bundle'
import type { ConsoleOptions } from './start-console.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')

/** Builds a console into a folder, for `runBuilt` and for tests, unless what is there was made of the files as they are. */
export async function buildConsole(folder: string): Promise<void> {
  if (isFresh(REPOSITORY_ROOT, folder)) return
  await mkdir(folder, { recursive: true })
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build.ts'), folder])
}

/** The options of Node that `build.ts` left for it. */
export const nodeOptionsOf = (folder: string): readonly string[] =>
  JSON.parse(readFileSync(join(folder, 'node-options.json'), 'utf8')) as string[]

/** Runs what was built until it ends; resolves with its exit code. Ctrl-C reaches it by itself. */
export function runBuilt(folder: string, options: Omit<ConsoleOptions, 'assetFolder'>): Promise<number> {
  const args = [
    ...nodeOptionsOf(folder),
    join(folder, 'serve.mjs'),
    JSON.stringify({ ...options, assetFolder: folder }),
  ]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
