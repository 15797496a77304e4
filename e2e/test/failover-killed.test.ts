import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterId, type RegionId } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld, REPOSITORY_ROOT } from '../src/booted-world.ts'

let world: BootedWorld
let results: string

beforeAll(async () => {
  results = mkdtempSync(join(tmpdir(), 'meridian-killed-'))
  world = await bootWorld()
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  rmSync(results, { recursive: true, force: true })
})

/** Runs the command, and kills it like a power cut once it has printed `killAt`. */
async function failover(args: readonly string[], killAt?: string) {
  const child = spawn(process.execPath, ['scripts/failover.ts', ...args, '--target', 'local'], {
    cwd: REPOSITORY_ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MERIDIAN_WORLD: world.folders.descriptionFile, MERIDIAN_RESULTS: results },
  })
  let output = ''
  child.stderr.on('data', (chunk) => {
    output += chunk
    if (killAt !== undefined && output.includes(`Z ${killAt}`)) child.kill('SIGKILL')
  })
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { exitCode, output }
}

describe('the failover tool', () => {
  it.each<['switchover' | 'failover', string, RegionId]>([
    ['switchover', 'calling', 'us-west-2'],
    ['switchover', 'running', 'us-east-1'],
    ['switchover', 'promoted', 'us-west-2'],
    ['failover', 'calling', 'us-east-1'],
    ['failover', 'running', 'us-west-2'],
  ])('resumes a %s that was killed in state "%s", once', async (verb, state, to) => {
    const killed = await failover([verb, '--to', to, '--confirm', clusterId(to), '--wait-s', '60'], state)
    expect(killed).toMatchObject({ exitCode: null, output: expect.stringContaining(`Z ${state}`) })
    const resumed = await failover(['resume'])
    expect(resumed).toMatchObject({ exitCode: 0, output: expect.stringContaining(`writer ${to}`) })
    const again = await failover(['resume'])
    expect(again).toMatchObject({ exitCode: 0, output: 'Nothing to do: No operation is unfinished.\n' })
  })
})
