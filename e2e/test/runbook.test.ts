import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld, REPOSITORY_ROOT } from '../src/booted-world.ts'
import { documentedCommands, missingLines } from '../src/runbook.ts'

const commands = documentedCommands(join(REPOSITORY_ROOT, 'docs', 'failover-runbook.md'))
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

/** What `npm run <script> -- …` starts; npm and the launcher themselves would look after the installation first. */
function toProgram(command: string): string {
  return command.replace(/^npm run ([a-z-]+) -- /, (_, script: string) => {
    const program = /^node tools\/launch\.mjs (\S+)$/.exec(scripts[script] ?? '')?.[1]
    expect(program, `package.json has a script "${script}"`).toBeDefined()
    return `node ${program} `
  })
}

async function run(command: string): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn('sh', ['-c', toProgram(command)], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // A runner that wants colours would be stronger than NO_COLOR.
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
      MERIDIAN_WORLD: world.folders.descriptionFile,
      MERIDIAN_RESULTS: results,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { exitCode, output }
}

describe('the failover runbook', () => {
  it('has commands for every step', () => {
    expect(commands.length).toBeGreaterThan(8)
  })

  // One after the other on one world, as somebody would who follows the page.
  for (const { command, expectedLines, line } of commands) {
    const needsCli = command.startsWith('npm run aws ')
    const title = `line ${line}: ${command}${needsCli ? ' (needs the AWS CLI on this machine)' : ''}`
    it.skipIf(needsCli && !hasAwsCli)(title, async () => {
      const { exitCode, output } = await run(command)
      expect({ missing: missingLines(output, expectedLines), exitCode, output }).toMatchObject({
        missing: [],
        exitCode: 0,
      })
    })
  }
})
