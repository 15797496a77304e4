import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleFolder } from '@meridian/service-bundle'
import { SERVICE_NAMES } from '@meridian/topology'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..')
const WORLD = join(REPOSITORY_ROOT, '.world')

export interface StartTimes {
  /** From the command until its addresses are printed. */
  readonly readyMs: number
  /** From Ctrl-C until the process exits. */
  readonly stoppedMs: number
}

/** Removes what makes a start fast, as on a new clone: the cache of the last start, and the services' bundles. */
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

/** A world started by `npm start`'s program. */
export interface StartedWorld {
  readonly pid: number
  /** From the command until its addresses are printed. */
  readonly readyMs: number
  /** The console's address, and the token for links to it. */
  readonly console: string
  readonly token: string
  /** Stops it like Ctrl-C; resolves to the time until the process exits. */
  stop(): Promise<number>
}

/** Runs `npm start`'s program once, from start to stop. */
export async function startAndStop(): Promise<StartTimes> {
  const { readyMs, stop } = await startWorld()
  return { readyMs, stoppedMs: await stop() }
}

/** Starts `npm start`'s program, which runs until `stop` is called. */
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
  const { pid, console, token } = JSON.parse(await readFile(join(WORLD, 'world.json'), 'utf8'))
  return {
    pid,
    readyMs,
    console,
    token,
    async stop() {
      const stoppingMs = performance.now()
      process.kill(pid, 'SIGINT')
      await ended
      return performance.now() - stoppingMs
    },
  }
}
