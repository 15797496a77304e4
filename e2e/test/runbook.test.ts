import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
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

/** `npm run <script> -- …` is the file of that name; npm itself would look after the installation first. */
function toProgram(command: string): string {
  return command.replace(/^npm run ([a-z-]+) -- /, (_, script: string) => {
    expect(existsSync(join(REPOSITORY_ROOT, 'scripts', `${script}.ts`))).toBe(true)
    return `node scripts/${script}.ts `
  })
}

async function run(command: string): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn('sh', ['-c', toProgram(command)], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NO_COLOR: '1',
      MERIDIAN_WORLD: world.folders.descriptionFile,
      MERIDIAN_RESULTS: results,
      AWS_ENDPOINT_URL: world.controlEndpoint,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
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
    const needsCli = command.startsWith('aws ')
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
