import { spawn } from 'node:child_process'
import { ROOT } from './workspace.ts'

const MILLISECONDS_PER_SECOND = 1_000

/** Runs a command at the repository's root with its output shown; true when it exits 0. */
export function run(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** Runs one named step, printing its heading, its verdict and how long it took. */
export async function step(title: string, work: () => Promise<boolean>): Promise<boolean> {
  console.log(`\n── ${title}`)
  const startedMs = performance.now()
  const isFine = await work()
  const seconds = ((performance.now() - startedMs) / MILLISECONDS_PER_SECOND).toFixed(1)
  console.log(`── ${title}: ${isFine ? 'passed' : 'FAILED'} in ${seconds} s`)
  return isFine
}

/** Runs targets of projects through Nx, which skips what has not changed since it last passed. */
export function nx(targets: readonly string[], options: readonly string[]): Promise<boolean> {
  return run('nx', ['run-many', '-t', ...targets, '--outputStyle=static', ...options])
}
