import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './workspace.ts'

const MILLISECONDS_PER_SECOND = 1_000

export interface Ended {
  readonly isFine: boolean
  /** Its stdout and stderr. */
  readonly output: string
}

/** Runs a command in a folder of the repository and shows its output; true if it exits with 0. */
export function run(command: string, args: readonly string[], folder = '.'): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: join(ROOT, folder),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: withoutContradiction(process.env),
    })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Nx sets FORCE_COLOR; with NO_COLOR as well, Node prints a warning to the stderr of every command that a test starts. */
function withoutContradiction({ NO_COLOR, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return NO_COLOR ? { ...env, FORCE_COLOR: '0' } : env
}

/** Like `run`, but returns the output, without colours, instead of showing it. */
export function runQuietly(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { FORCE_COLOR: _, ...env } = process.env
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, NO_COLOR: '1' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    child.on('error', reject)
    child.on('close', (code) => resolve({ isFine: code === 0, output }))
  })
}

/** Runs one named step and prints its heading, result and duration. */
export async function step(title: string, work: () => Promise<boolean>): Promise<boolean> {
  console.log(`\n── ${title}`)
  const startedMs = performance.now()
  const isFine = await work()
  console.log(`── ${title}: ${isFine ? 'passed' : 'FAILED'} in ${secondsSince(startedMs)} s`)
  return isFine
}

export const secondsSince = (startedMs: number): string =>
  ((performance.now() - startedMs) / MILLISECONDS_PER_SECOND).toFixed(1)

/**
 * Runs the tests of projects through Nx, which skips those that passed and have not changed since. In parallel, each prints when
 * it ends; one after the other, they print as they run.
 */
export function nxTest(projects: readonly string[], parallel: number): Promise<boolean> {
  const style = parallel > 1 ? 'static' : 'stream-without-prefixes'
  const options = [`--projects=${projects.join(',')}`, `--parallel=${parallel}`, `--outputStyle=${style}`]
  return run('nx', ['run-many', '-t', 'test', ...options])
}
