import { execFile, spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ConsoleOptions } from './start-console.ts'

/** It mostly waits, so memory comes before speed. Not V8's lite mode: that has no WebAssembly, and without it `fetch` and undici fail. */
export const NODE_OPTIONS = ['--optimize-for-size', '--max-semi-space-size=1', '--max-old-space-size=64']

/** Builds a console into a folder, for `runBuilt` and for tests. */
export async function buildConsole(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build.ts'), folder])
}

/** Runs what was built until it ends; resolves with its exit code. Ctrl-C reaches it by itself. */
export function runBuilt(folder: string, options: Omit<ConsoleOptions, 'assetFolder'>): Promise<number> {
  const args = [
    ...NODE_OPTIONS,
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
