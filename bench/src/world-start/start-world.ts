import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFolder } from '@meridian/service-bundle'
import { SERVICE_NAMES } from '@meridian/topology'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..')
const WORLD = join(REPOSITORY_ROOT, '.world')

export interface StartTimes {
  /** From the command to the block of addresses. */
  readonly readyMs: number
  /** From Ctrl-C to the end of the process. */
  readonly stoppedMs: number
}

/** Forgets what makes a start fast, as on a new clone: what the last start kept, and the services' bundles. */
export async function forgetCache(): Promise<void> {
  const made = [join(WORLD, 'cache'), ...SERVICE_NAMES.map((name) => bundleFolder(REPOSITORY_ROOT, name))]
  await Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true })))
}

/** What `npm start` runs. */
async function startCommand(): Promise<readonly string[]> {
  const { scripts } = JSON.parse(await readFile(join(REPOSITORY_ROOT, 'package.json'), 'utf8'))
  const [, ...command] = String(scripts.start).split(' ')
  return command
}

/** A world that `npm start`'s program runs, quiet. */
export interface StartedWorld {
  readonly pid: number
  /** From the command to the block of addresses. */
  readonly readyMs: number
  /** As Ctrl-C does; resolves with the time from there to the end of the process. */
  stop(): Promise<number>
}

/** Runs `npm start`'s program once, from start to stop. */
export async function startAndStop(): Promise<StartTimes> {
  const { readyMs, stop } = await startWorld()
  return { readyMs, stoppedMs: await stop() }
}

/** Runs `npm start`'s program until it is told to stop. */
export async function startWorld(): Promise<StartedWorld> {
  const command = await startCommand()
  const startedMs = performance.now()
  const child = spawn(process.execPath, command, {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  const ready = new Promise<number>((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      output += chunk
      if (output.includes('Ready in')) resolve(performance.now() - startedMs)
    })
    child.on('exit', () => reject(new Error(`The world did not start:\n${output}`)))
  })
  const readyMs = await ready
  const { pid } = JSON.parse(await readFile(join(WORLD, 'world.json'), 'utf8'))
  return {
    pid,
    readyMs,
    async stop() {
      const stoppingMs = performance.now()
      process.kill(pid, 'SIGINT')
      await ended
      return performance.now() - stoppingMs
    },
  }
}
