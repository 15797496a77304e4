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

/** How a console's Node is launched. */
interface Launch {
  readonly options: readonly string[]
  /** Besides the present one. */
  readonly environment: Readonly<Record<string, string>>
}

/** What `build.ts` left of it. */
export const launchOf = (folder: string): Launch =>
  JSON.parse(readFileSync(join(folder, 'launch.json'), 'utf8')) as Launch

/** Runs what was built until it ends; resolves with its exit code. Ctrl-C reaches it by itself. */
export function runBuilt(folder: string, options: Omit<ConsoleOptions, 'assetFolder'>): Promise<number> {
  const launch = launchOf(folder)
  const args = [
    ...launch.options,
    join(folder, 'serve.mjs'),
    JSON.stringify({ ...options, assetFolder: folder }),
  ]
  const env = { ...process.env, ...launch.environment }
  const child = spawn(process.execPath, args, { stdio: 'inherit', env })
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
