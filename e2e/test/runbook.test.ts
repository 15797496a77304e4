import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFailureClient } from '@meridian/drills'
import { loadTarget } from '@meridian/operator-tools'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld, REPOSITORY_ROOT } from '../src/booted-world.ts'
import { type DocumentedCommand, documentedCommands, missingLines } from '../src/runbook.ts'

const RUNBOOK = join(REPOSITORY_ROOT, 'docs', 'failover-runbook.md')
const commands = documentedCommands(RUNBOOK)
const hasAwsCli = spawnSync('aws', ['--version']).status === 0

let world: BootedWorld
let results: string

beforeAll(async () => {
  results = mkdtempSync(join(tmpdir(), 'meridian-runbook-'))
  world = await bootWorld()
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  rmSync(results, { recursive: true, force: true })
})

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
}

const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as Manifest

/**
 * What `npm run <script> -- …` starts, without npm and the launcher, which would check the installation first. Reports and
 * journals go to this test's own folder.
 */
function toProgram(command: string): string {
  return command
    .replace(/^npm run ([a-z-]+) -- /, (_, script: string) => {
      const program = /^node tools\/launch\.mjs (\S+)$/.exec(scripts[script] ?? '')?.[1]
      expect(program, `package.json has a script "${script}"`).toBeDefined()
      return `node ${program} `
    })
    .replaceAll('test-results/', `${results}/`)
}

/** Runs a command; one that is interrupted gets Ctrl-C, as from a terminal, once it has printed the expected lines. */
async function run({ command, expectedLines, isInterrupted }: DocumentedCommand) {
  const child = spawn('sh', ['-c', toProgram(command)], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A terminal's Ctrl-C goes to a whole process group, which must not be this test's.
    detached: isInterrupted,
    env: {
      ...process.env,
      // The test runner's FORCE_COLOR would override NO_COLOR.
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
      MERIDIAN_WORLD: world.folders.descriptionFile,
      MERIDIAN_RESULTS: results,
    },
  })
  let output = ''
  let isToBeInterrupted = isInterrupted
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
      if (!isToBeInterrupted || missingLines(output, expectedLines).length > 0) return
      isToBeInterrupted = false
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    })
  const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
    child.on('close', (_code, endedBy) => resolve(endedBy)),
  )
  return { exitCode: child.exitCode, signal, output }
}

describe('the failover runbook', () => {
  it('has commands and a way back for every step', () => {
    const [, ...steps] = readFileSync(RUNBOOK, 'utf8').split(/^### (?=\d)/m)
    expect(steps.length).toBeGreaterThan(5)
    for (const step of steps) {
      // A command that is run here, or plain shell where the operator supplies a value: a digest, a time before the mistake.
      expect(step).toMatch(/```(console\n\$ npm run |sh\n(npm run|aws) )/)
      expect(step).toContain('Way back: ')
    }
  })

  /** Injects the failures that a step is meant for; disposing heals them. */
  async function rehearse(command: string): Promise<AsyncDisposable> {
    const rehearsed = new AsyncDisposableStack()
    if (!command.includes(' last-region ')) return rehearsed
    const worldFile = world.folders.descriptionFile
    const target = await loadTarget({ target: 'local', repositoryRoot: REPOSITORY_ROOT, worldFile })
    for (const region of ['us-west-2', 'ap-northeast-2'] as const) {
      const failure = await createFailureClient(target).inject({ kind: 'lose-region', region })
      rehearsed.defer(() => failure.heal())
    }
    return rehearsed
  }

  // One after the other in one world, as for an operator who follows the page.
  for (const documented of commands) {
    const { command, expectedLines, isInterrupted, line } = documented
    const needsCli = command.startsWith('npm run aws ')
    const title = `line ${line}: ${command}${needsCli ? ' (needs the AWS CLI on this machine)' : ''}`
    it.skipIf(needsCli && !hasAwsCli)(title, async () => {
      await using _rehearsed = await rehearse(command)
      const { exitCode, signal, output } = await run(documented)
      const end = isInterrupted ? { exitCode: null, signal: 'SIGINT' } : { exitCode: 0, signal: null }
      expect({ missing: missingLines(output, expectedLines), exitCode, signal, output }).toMatchObject({
        missing: [],
        ...end,
      })
    })
  }
})
