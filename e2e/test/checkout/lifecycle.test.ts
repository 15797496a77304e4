import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '@meridian/operator-tools'
import { describe, expect, it, onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from '../../src/booted-world.ts'

const WORLD_FOLDER = join(REPOSITORY_ROOT, '.world')
/** The launcher starts it by this path; a world of another checkout is none of ours. */
const START = join(REPOSITORY_ROOT, 'local-world/src/cli/start.ts')

/** `npm start` as a person would run it, in its own process. */
function start(...args: string[]) {
  const child = spawn('node', ['tools/launch.mjs', 'local-world/src/cli/start.ts', ...args], {
    cwd: REPOSITORY_ROOT,
  })
  const output = { stdout: '', stderr: '' }
  onTestFinished(async () => {
    child.kill('SIGKILL')
    // The launcher's child outlives it; a failed test must not leave its world to the next one.
    await endWorldOf(output.stdout)
  })
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  return { child, output, exited: once(child, 'exit') as Promise<[number | null, string | null]> }
}

async function endWorldOf(stdout: string): Promise<void> {
  if (!stdout.endsWith('}\n')) return
  const { pid } = JSON.parse(stdout)
  const commandOfWorld = () => commandLine(String(pid))
  if (!commandOfWorld().includes('cli/start.ts')) return
  process.kill(pid, 'SIGINT')
  await until('the world to end', commandOfWorld, (command) => command === '', { deadlineMs: 30_000 })
}

/** Processes whose command line contains this checkout's world folder or the program that starts a world. */
function worldProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => commandLine(pid))
    .filter((line) => line.includes(join(WORLD_FOLDER, 'run')) || line.includes(START))
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** The world's description on stdout, once it is ready; stderr may come first. */
async function untilReady({ output }: ReturnType<typeof start>) {
  await until(
    'the world to be ready',
    () => output,
    ({ stdout, stderr }) => /Ready in/.test(stderr) && stdout.endsWith('}\n'),
    { deadlineMs: 60_000 },
  )
  return JSON.parse(output.stdout)
}

async function injectFailure(failures: string, failure: Readonly<Record<string, unknown>>): Promise<void> {
  const { token } = JSON.parse(readFileSync(join(WORLD_FOLDER, 'world.json'), 'utf8'))
  const answer = await fetch(`${failures}/failures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(failure),
  })
  expect(answer.status).toBe(201)
}

describe('npm start', () => {
  it('prints every address, refuses a second start, and leaves nothing behind on Ctrl-C', async () => {
    const first = start('--json')
    const description = await untilReady(first)
    for (const heading of [
      'Control',
      'Edges',
      'Load balancers',
      'DNS',
      'Databases',
      'Visitors',
      'Round trips',
    ])
      expect(first.output.stderr).toContain(heading)
    const { credentials, token, ...printed } = JSON.parse(
      readFileSync(join(WORLD_FOLDER, 'world.json'), 'utf8'),
    )
    expect(description).toEqual(printed)
    for (const secret of [credentials.secretAccessKey, token])
      expect(first.output.stdout + first.output.stderr).not.toContain(secret)
    for (const file of ['world.json', 'credentials'])
      expect(statSync(join(WORLD_FOLDER, file)).mode & 0o777).toBe(0o600)

    const second = start()
    expect(await second.exited).toEqual([1, null])
    expect(second.output.stderr).toMatch(
      /A world is already running from this folder \(process \d+.*kill \d+/s,
    )

    first.child.kill('SIGINT')
    process.kill(description.pid, 'SIGINT')
    expect(await first.exited).toEqual([0, null])
    expect(first.output.stderr).toContain('Nothing is left running')
    expect(readdirSync(WORLD_FOLDER)).toEqual(['cache'])
    if (existsSync('/proc/self/cmdline')) expect(worldProcesses()).toEqual([])
  })

  it('ends what a killed world left running, and can be stopped while a region is lost', async () => {
    const killed = start('--json')
    const { pid } = await untilReady(killed)
    process.kill(pid, 'SIGKILL')
    await killed.exited

    const next = start('--json')
    const description = await untilReady(next)
    await injectFailure(description.failures, { kind: 'delay-replication', region: 'us-west-2', ms: 2_000 })
    await injectFailure(description.failures, { kind: 'lose-region', region: 'us-east-1' })
    process.kill(description.pid, 'SIGINT')
    expect(await next.exited).toEqual([0, null])
    expect(next.output.stderr).not.toContain('left open')
    if (existsSync('/proc/self/cmdline')) expect(worldProcesses()).toEqual([])
  })

  it('prints its help and refuses an unknown pace', async () => {
    const help = start('--help')
    expect(await help.exited).toEqual([0, null])
    expect(help.output.stdout).toContain('Examples:')
    const wrong = start('--pace', 'warp')
    expect(await wrong.exited).toEqual([2, null])
    expect(wrong.output.stderr).toContain('Allowed choices are fast, aws')
  })
})
