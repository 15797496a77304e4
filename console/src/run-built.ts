import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildConsole as build, type ConsoleLaunch } from '@meridian/service-bundle'
import type { ConsoleOptions } from './start-console.ts'

/** Builds this checkout's console into a folder, unless it is up to date. */
export const buildConsole = (folder: string): Promise<ConsoleLaunch> =>
  build(join(import.meta.dirname, '..', '..'), folder)

/** Runs a built console until it exits; resolves to its exit code. A terminal sends Ctrl-C to it directly. */
export function runBuilt({ args, environment }: ConsoleLaunch, options: ConsoleOptions): Promise<number> {
  const child = spawn(process.execPath, [...args, JSON.stringify(options)], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  })
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
