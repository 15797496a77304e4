import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { REPOSITORY_ROOT } from '../src/booted-world.ts'
import { until } from '../src/until.ts'

const WORLD_FOLDER = join(REPOSITORY_ROOT, '.world')

/** `npm start` as a person would run it, in a process of its own. */
function start(...args: string[]) {
  const child = spawn('node', ['tools/launch.mjs', 'local-world/src/cli/start.ts', ...args], {
    cwd: REPOSITORY_ROOT,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (output.stdout += chunk))
  child.stderr.on('data', (chunk) => (output.stderr += chunk))
  return { child, output, exited: once(child, 'exit') as Promise<[number | null, string | null]> }
}

/** Processes of this machine that carry the checkout's world folder or services in their command line. */
function worldProcesses(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => commandLine(pid))
    .filter((line) => line.includes(join(WORLD_FOLDER, 'run')) || line.includes('cli/start.ts'))
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

describe('npm start', () => {
  it('prints every address, refuses a second start, and leaves nothing behind on Ctrl-C', async () => {
    const first = start('--json')
    await until(
      'the world to be ready',
      () => first.output.stderr,
      (text) => /Ready in/.test(text),
      60_000,
    )
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
    const description = JSON.parse(first.output.stdout)
    expect(description).toEqual(JSON.parse(readFileSync(join(WORLD_FOLDER, 'world.json'), 'utf8')))

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

  it('ends what a killed world left running', async () => {
    const killed = start('--json')
    await until(
      'the world to be ready',
      () => killed.output.stderr,
      (text) => /Ready in/.test(text),
      60_000,
    )
    process.kill(JSON.parse(killed.output.stdout).pid, 'SIGKILL')
    await killed.exited

    const next = start('--json')
    await until(
      'the next world to be ready',
      () => next.output.stderr,
      (text) => /Ready in/.test(text),
      60_000,
    )
    process.kill(JSON.parse(next.output.stdout).pid, 'SIGINT')
    expect(await next.exited).toEqual([0, null])
    if (existsSync('/proc/self/cmdline')) expect(worldProcesses()).toEqual([])
  })

  it('explains itself and refuses what it does not know', async () => {
    const help = start('--help')
    expect(await help.exited).toEqual([0, null])
    expect(help.output.stdout).toContain('Examples:')
    const wrong = start('--pace', 'warp')
    expect(await wrong.exited).toEqual([2, null])
    expect(wrong.output.stderr).toContain('Allowed choices are fast, aws')
  })
})
