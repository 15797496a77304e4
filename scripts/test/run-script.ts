import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const SCRIPTS = join(import.meta.dirname, '..')

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const { PATH, NODE_COMPILE_CACHE } = process.env

/** Runs a command as a person does, without the environment's own AWS settings. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; closeStdoutEarly?: boolean; interruptAt?: RegExp } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(SCRIPTS, script), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (text.stdout += chunk))
  let isInterrupted = false
  child.stderr.on('data', (chunk) => {
    text.stderr += chunk
    if (isInterrupted || !options.interruptAt?.test(text.stderr)) return
    isInterrupted = true
    child.kill('SIGINT')
  })
  if (options.closeStdoutEarly) child.stdout.destroy()
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { exitCode, ...text }
}
