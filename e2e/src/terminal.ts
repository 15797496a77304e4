import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from './booted-world.ts'

export const COLUMNS = 80
/** Terminals are created with `script` from util-linux. */
export const hasTerminals = process.platform === 'linux'
export const CTRL_C = '\u0003'

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** The command line of a script and its arguments. */
export const lineOf = (name: string, args: readonly string[]): string => [scripts[name], ...args].join(' ')

export interface Typed {
  readonly environment?: NodeJS.ProcessEnv
  /** Typed as soon as the output matches. */
  readonly types?: { readonly text: string; readonly after: RegExp }
}

/** Runs a command line as a person does, on a terminal of 80 columns. */
export async function onTerminal(line: string, { environment, types }: Typed = {}) {
  const mark = randomUUID()
  const temporary = mkdtempSync(join(tmpdir(), 'terminal-'))
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }))
  const child = spawn('script', ['-qefc', `stty cols ${COLUMNS}; exec ${line}`, '/dev/null'], {
    cwd: REPOSITORY_ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...environment,
      TMPDIR: temporary,
      NODE_COMPILE_CACHE: join(REPOSITORY_ROOT, '.world', 'cache', 'compiled'),
      MERIDIAN_TEST_MARK: mark,
      FORCE_COLOR: undefined,
      NO_COLOR: undefined,
    },
  })
  let text = ''
  let typedMs: number | undefined
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (typedMs !== undefined || !types?.after.test(text)) return
    typedMs = performance.now()
    child.stdin.write(types.text)
  })
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    exitCode,
    // A progress line overwrites itself: only its last text counts.
    said: stripVTControlCharacters(text).replaceAll('\r\n', '\n').replaceAll(/^.*\r/gm, ''),
    tookMs: performance.now() - (typedMs ?? Number.NaN),
    left: { files: readdirSync(temporary), processes: processesWith(mark) },
  }
}

function processesWith(mark: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(mark)
    } catch {
      return false
    }
  })
}

/** Runs a command line as a pipeline does, without a terminal. */
export async function withoutTerminal(line: string, environment: NodeJS.ProcessEnv = {}) {
  const child = spawn('sh', ['-c', `exec ${line}`], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment, FORCE_COLOR: undefined, NO_COLOR: undefined },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk))
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { exitCode, stdout, stderr }
}
