import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { FREE_WRITER } from '../src/failure-schedules/operator.ts'
import { PLANTED_BUGS } from '../src/failure-schedules/planted-bugs.ts'
import { SAMPLE, type SceneResult, scenesOf } from '../src/failure-schedules/run-planted-bugs.ts'
import { IS_NIGHTLY } from '../src/nightly.ts'

const MAIN = new URL('../src/failure-schedules/main.ts', import.meta.url).pathname
const SCHEDULES = IS_NIGHTLY ? 12 : 6
/** A sample has one bug for each part of the library. */
const PLANTED = IS_NIGHTLY ? PLANTED_BUGS : SAMPLE

interface Run {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** In its own process, because a planted bug changes a module while it is loaded. */
function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...args])
    const [stdout, stderr]: [string[], string[]] = [[], []]
    child.stdout.setEncoding('utf8').on('data', (text) => stdout.push(text))
    child.stderr.setEncoding('utf8').on('data', (text) => stderr.push(text))
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') }))
  })
}

it(`${SCHEDULES} random failure schedules run clean`, { timeout: 240_000 }, async () => {
  const { exitCode, stderr } = await run('--count', String(SCHEDULES), '--seed', '1', '--no-report')
  expect(stderr).toContain(`all ${SCHEDULES} schedules are clean`)
  expect(exitCode, stderr).toBe(0)
})

it.each([
  [['--count', 'many'], 'not a whole number'],
  [['--bug', 'nothing-of-the-kind'], 'Allowed choices are'],
])('refuses %s', async (args, said) => {
  const { exitCode, stderr } = await run(...args)
  expect(stderr).toContain(said)
  expect(exitCode).toBe(2)
})

it('the scripted operator frees a writer with the statement in the runbook', async () => {
  const runbook = await readFile(new URL('../../docs/failover-runbook.md', import.meta.url), 'utf8')
  expect(runbook).toContain(`${FREE_WRITER};`)
})

describe('the checkers', () => {
  let results: readonly SceneResult[]
  beforeAll(async () => {
    results = JSON.parse(
      (await run('--bugs', IS_NIGHTLY ? 'all' : 'sample', '--json')).stdout,
    ) as SceneResult[]
  }, 300_000)

  it.each(scenesOf(PLANTED))('find nothing in "%s" without a planted bug', (scene) => {
    const result = results.find((one) => one.scene === scene && one.planted === undefined)
    expect(result?.seen).toEqual([])
  })

  it.each(PLANTED)('catch $name in the $part as $caughtBy', ({ name, caughtBy }) => {
    const result = results.find(({ planted }) => planted?.name === name)
    expect(result?.violations).toContain(caughtBy)
  })
})
