import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished } from 'vitest'
import { type BootedWorld, REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'
import { COLUMNS, CTRL_C, hasTerminals, lineOf, onTerminal, withoutTerminal } from '../../src/terminal.ts'

const STACK = /^ {4}at .+:\d+:\d+/m
/** Warnings of Node and the AWS SDK, which have their own wording. */
const LIBRARY = /\(node:\d+\)|smithy|DeprecationWarning/
const ESCAPE = '\u001b'

interface Use {
  readonly args?: string
  /** 0 by default. */
  readonly exits?: readonly number[]
  /** Kind of output: a report with `--json` by default, text only, or data on stdout, whose lines may have any length. */
  readonly gives?: 'words' | 'data'
  /** Why its two uses here run one after the other. */
  readonly inTurn?: 'measures times' | 'the second run needs the first one’s graph'
}

const A_DIGEST = `sha256:${'0'.repeat(64)}`
const UNLESS_TOO_BUSY = [0, 4]
const REFUSED = [3]
/** Declines the confirmation on a terminal. */
const REFUSAL = { text: 'no\r', after: /anything else to stop: / }

/** Each command as it is used with a running world. Commands with side effects stop at their confirmation. */
const USES: Readonly<Record<string, Use>> = {
  plan: { gives: 'data' },
  preview: {},
  console: { gives: 'data', exits: [1] },
  aws: { args: 'rds describe-global-clusters', gives: 'data' },
  'verify-deployment': {},
  'test-dns': {},
  'test-latency': {
    args: '--cities seoul --samples 5',
    exits: UNLESS_TOO_BUSY,
    inTurn: 'measures times',
  },
  'replication-lag': {
    args: '--samples 3 --interval-ms 50',
    exits: UNLESS_TOO_BUSY,
    inTurn: 'measures times',
  },
  failover: { args: 'plan --to us-west-2' },
  'kill-task': { args: '--target local --region us-west-2', exits: REFUSED },
  demo: { args: '--auto --only runbook,bill' },
  drill: { args: 'list' },
  'deploy-gate': {},
  'deploy-region': {
    args: `--target local --region us-west-2 --image frontend=${A_DIGEST}`,
    exits: REFUSED,
  },
  migrate: { args: '--target local', exits: REFUSED },
  'image-replication': { args: `--image frontend=${A_DIGEST}`, exits: [1] },
  'image-scan': { args: `--image frontend=${A_DIGEST}`, exits: [1] },
  cost: { inTurn: 'the second run needs the first one’s graph' },
  policy: {},
  permissions: { args: '--role marketing-api-task' },
  'rehearse-up': {},
  doctor: { exits: [0, 1] },
  docs: { args: '--check', gives: 'words' },
  build: { gives: 'words' },
}

/** They need their own world, hours, or the whole repository; or are Biome's. */
const ELSEWHERE = [
  'start',
  'test',
  'check',
  'series',
  'soak',
  'failure-schedules',
  'bench',
  'new-module',
  'format',
]

const hasAwsCli = spawnSync('aws', ['--version']).status === 0

/** Finds reports and the world's description through environment variables, as an operator may set them. */
function besides({ folders }: BootedWorld): NodeJS.ProcessEnv {
  const results = mkdtempSync(join(tmpdir(), 'meridian-commands-'))
  onTestFinished(() => rmSync(results, { recursive: true, force: true }))
  return { MERIDIAN_WORLD: folders.descriptionFile, MERIDIAN_RESULTS: results }
}

const onScreenToo = hasTerminals ? `fits ${COLUMNS} columns on a terminal, and ` : ''

const isOneWord = (line: string) => !line.trim().replace(/^\S /, '').includes(' ')

describe('npm run', { timeout: 300_000 }, () => {
  for (const [name, { args = '', exits = [0], gives, inTurn }] of Object.entries(USES)) {
    const line = lineOf(name, args === '' ? [] : args.split(' '))
    const isHere = name !== 'aws' || hasAwsCli
    const needed = isHere ? '' : ' (needs the AWS CLI on this machine)'

    it.skipIf(!isHere)(
      `${name} ${onScreenToo}has no colours and only data on stdout in a pipeline${needed}`,
      async ({ sharedWorld }) => {
        const onScreen = hasTerminals && useOnTerminal(sharedWorld)
        // Each keeps only one core busy.
        if (inTurn) await onScreen
        const [, { exitCode, stdout, stderr }] = await Promise.all([
          onScreen,
          withoutTerminal(gives === undefined ? `${line} --json` : line, besides(sharedWorld)),
        ])
        expect(stdout + stderr).not.toContain(ESCAPE)
        expect(stderr).not.toMatch(STACK)
        expect(stderr).not.toMatch(LIBRARY)
        expect(exits, stderr).toContain(exitCode)
        if (gives === undefined && stdout !== '') expect(() => JSON.parse(stdout)).not.toThrow()
        if (gives === undefined && exitCode === 0) expect(stdout).not.toBe('')
        if (exitCode !== 0) expect(stderr).not.toBe('')
      },
    )

    async function useOnTerminal(world: BootedWorld): Promise<void> {
      const { exitCode, said } = await onTerminal(line, { environment: besides(world), types: REFUSAL })
      const wide = said.split('\n').filter((each) => each.length > COLUMNS && !isOneWord(each))
      expect(gives === 'data' ? [] : wide).toEqual([])
      expect(said).not.toMatch(STACK)
      expect(said).not.toMatch(LIBRARY)
      expect(exits, said).toContain(exitCode)
    }
  }
})

it('every command is used here, or has a test of its own', () => {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8'))
  expect([...Object.keys(USES), ...ELSEWHERE].sort()).toEqual(Object.keys(scripts).sort())
})

it('preview runs the program with the settings that the world was started with, unless others are given', {
  timeout: 120_000,
}, async ({ sharedWorld }) => {
  const { descriptionFile } = sharedWorld.folders
  const config = { 'meridian:routingControls': 'in-use' }
  const startedOtherwise = join(dirname(descriptionFile), 'started-otherwise.json')
  const description = JSON.parse(readFileSync(descriptionFile, 'utf8'))
  writeFileSync(startedOtherwise, JSON.stringify({ ...description, config }))
  onTestFinished(() => rmSync(startedOtherwise))
  const stepsOf = async (...args: readonly string[]) => {
    const line = lineOf('preview', ['--json', ...args])
    const { stdout } = await withoutTerminal(line, { MERIDIAN_WORLD: startedOtherwise })
    return (JSON.parse(stdout) as { readonly steps: readonly { readonly action: string }[] }).steps
  }
  expect((await stepsOf()).map(({ action }) => action)).toContain('create')
  expect(await stepsOf('--config', 'meridian:routingControls=none')).toEqual([])
})

/** Long commands, and the output after which Ctrl-C is typed. */
const LONG = [
  ['verify-deployment', '', /\d+\/\d+ /, /Nothing was changed/],
  ['test-dns', '', /\d+\/\d+ /, /Nothing was changed/],
  ['test-latency', '--samples 500', /\d+\/\d+ /, /Nothing was changed/],
  ['drill', 'slow-link --target local --warm-up 0', /the link is slow/, /failover -- resume --target local/],
] as const

describe.runIf(hasTerminals)('Ctrl-C', { timeout: 120_000 }, () => {
  it.for(LONG)(
    'ends %s with exit code 130, names the next step and leaves nothing behind',
    async ([name, args, after, nextStep], { sharedWorld }) => {
      const line = lineOf(name, args === '' ? [] : args.split(' '))
      const environment = besides(sharedWorld)
      const { exitCode, said, left } = await onTerminal(line, { environment, types: { text: CTRL_C, after } })
      expect(said).toMatch(/Stopped (before the end|during)/)
      expect(said).toMatch(nextStep)
      expect(exitCode).toBe(130)
      expect(left).toEqual({ files: [], processes: [] })
      expect(sharedWorld.failures.list()).toEqual([])
    },
  )
})
