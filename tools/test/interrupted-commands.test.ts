import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ROOT } from '../src/workspace.ts'

const COLUMNS = 80
const CTRL_C = '\u0003'
const INTERRUPTED = 130
/** A second or two, on a machine that may be busy. */
const MOST_MS = 10_000
const TIMEOUT_MS = 120_000
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal receives besides text.
const CONTROLS = /\u001b\[[0-9;?]*[A-Za-z]/g

/** Long commands that need no world, and the words after which Ctrl-C is typed: by then each is in the middle of its work. */
const LONG = [
  ['plan', [], /running the program/],
  ['cost', [], /running the program/],
  ['permissions', [], /running the program/],
  ['policy', [], /running the program/],
  ['docs', ['--check'], /running the program/],
  ['rehearse-up', [], /running the program/],
  ['check', [], /Checking \d things/],
  ['test', ['--part', 'static'], /Checking \d things/],
  ['bench', ['request-path'], /── request-path/],
  ['failure-schedules', ['--count', '1', '--no-report'], /Playing 1 schedule/],
  ['series', ['switchover', '--runs', '1', '--no-report'], /Starting a world/],
  ['start', [], /Program infra\/pulumi/],
  ['soak', ['--no-report'], /Program infra\/pulumi/],
] as const

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}

/** Types Ctrl-C on a terminal of 80 columns as soon as the command has said something; `script` makes the terminal. */
async function interrupt(line: string, typedAfter: RegExp) {
  const mark = randomUUID()
  const temporary = mkdtempSync(join(tmpdir(), 'interrupted-'))
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }))
  const child = spawn('script', ['-qefc', `stty cols ${COLUMNS}; exec ${line}`, '/dev/null'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      TMPDIR: temporary,
      NODE_COMPILE_CACHE: join(ROOT, '.world', 'cache', 'compiled'),
      MERIDIAN_TEST_MARK: mark,
      FORCE_COLOR: undefined,
    },
  })
  let text = ''
  let typedMs: number | undefined
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    if (typedMs !== undefined || !typedAfter.test(text)) return
    typedMs = performance.now()
    child.stdin.write(CTRL_C)
  })
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    exitCode,
    // A live line is overwritten: only its last text counts.
    said: text.replaceAll(CONTROLS, '').replaceAll('\r\n', '\n').replaceAll(/^.*\r/gm, ''),
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

describe.runIf(process.platform === 'linux')('Ctrl-C', { timeout: TIMEOUT_MS }, () => {
  it.each(LONG)(
    'ends %s at once: exit 130, a sentence with the next step, nothing left',
    async (name, args, typedAfter) => {
      const { exitCode, said, tookMs, left } = await interrupt([scripts[name], ...args].join(' '), typedAfter)
      expect(said).toMatch(/Stopped .*\. The same command begins again/)
      expect(exitCode).toBe(INTERRUPTED)
      expect(tookMs).toBeLessThan(MOST_MS)
      expect(left).toEqual({ files: [], processes: [] })
      expect(said.split('\n').filter((line) => line.length > COLUMNS)).toEqual([])
    },
  )
})
