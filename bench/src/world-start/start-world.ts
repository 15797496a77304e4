import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..')
const WORLD = join(REPOSITORY_ROOT, '.world')

export interface StartTimes {
  /** From the command to the block of addresses. */
  readonly readyMs: number
  /** From Ctrl-C to the end of the process. */
  readonly stoppedMs: number
}

/** Forgets what makes a start fast, as on a new clone. */
export async function forgetCache(): Promise<void> {
  await rm(join(WORLD, 'cache'), { recursive: true, force: true })
}

/** Runs `npm start`'s program once, from start to stop. */
export async function startAndStop(): Promise<StartTimes> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, [join(REPOSITORY_ROOT, 'local-world', 'src', 'cli', 'start.ts')], {
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
  const stoppingMs = performance.now()
  const { pid } = JSON.parse(await readFile(join(WORLD, 'world.json'), 'utf8'))
  process.kill(pid, 'SIGINT')
  await ended
  return { readyMs, stoppedMs: performance.now() - stoppingMs }
}
