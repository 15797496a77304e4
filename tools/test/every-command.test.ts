import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'

const COLUMNS = 80
const STACK = /^ {4}at /m
const TIMEOUT_MS = 120_000
/** npm runs these without `run`. */
const NPM_OWN = ['start', 'test']
/** Biome's own. */
const NOT_OURS = ['format']

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) =>
  NOT_OURS.includes(name) ? [] : [[name, line.split(' ').slice(1)] as const],
)

/** As npm runs it, without a terminal. */
async function run(words: readonly string[], ...args: string[]) {
  const child = spawn(process.execPath, [...words, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0', MERIDIAN_WORLD: join(ROOT, 'no-such-world.json') },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

describe.each(COMMANDS)('npm run %s', { timeout: TIMEOUT_MS }, (name, words) => {
  it('prints its help on stdout, with examples and exit codes, in 80 columns, and exits 0', async () => {
    const { code, stdout, stderr } = await run(words, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`Usage: npm ${NPM_OWN.includes(name) ? name : `run ${name}`}`)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes: ')
    // A default may be a folder of this checkout, however long its path is.
    const wide = stdout.split('\n').filter((line) => line.length > COLUMNS && !line.includes(ROOT))
    expect(wide).toEqual([])
  })

  // The AWS CLI judges its own options.
  it.skipIf(name === 'aws')(
    'refuses an option that it does not know: exit 2, its reason, no stack',
    async () => {
      const { code, stdout, stderr } = await run(words, '--no-such-option')
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/error: |Unknown option/)
      expect(stderr).not.toMatch(STACK)
    },
  )
})

it('npm run aws without a service says how it is used, and exits 2', async () => {
  const { code, stderr } = await run(scripts.aws!.split(' ').slice(1))
  expect(code).toBe(2)
  expect(stderr).toContain('Usage: npm run aws --')
})
