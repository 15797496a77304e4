import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startDatabaseWorld } from './database-world.ts'
import { eventually } from './eventually.ts'
import { fixtureGraph } from './fixture-program.ts'

const ALONE = fixtureGraph({ regions: ['us-east-1'] })
const onLinux = it.skipIf(process.platform !== 'linux')

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rds-lifetime-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Pids of processes with a folder in their command line. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return pids.filter((_, index) => lines[index]?.includes(folder))
}

/** Shared memory ids from the pid files below a folder. */
async function memoryOf(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('postmaster.pid'))
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => text.split('\n')[6]?.trim().split(/\s+/)[1] ?? 'unknown')
}

async function memoryInUse(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ipcs', ['-m'])
  return stdout.split('\n').map((line) => line.split(/\s+/)[1] ?? '')
}

// INV-RDS-5
describe('the end of a world', () => {
  onLinux('leaves no process, no shared memory and no folder', async () => {
    const parent = await temporaryFolder()
    const world = await startDatabaseWorld({ graph: ALONE, parent })
    const [memory] = await memoryOf(parent)
    expect(await memoryInUse()).toContain(memory)
    await world.rds.kill('meridian-use1-1')
    await world[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
    expect(await readdir(parent)).toEqual([])
    await eventually('no process is left', async () => expect(await processesIn(parent)).toEqual([]))
    expect(await memoryInUse()).not.toContain(memory)
  })

  onLinux('stops its servers when its process is killed', async () => {
    const parent = await temporaryFolder()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'start-and-wait.ts'), parent])
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child.stdout, 'data')
    expect(await processesIn(parent)).not.toHaveLength(0)
    const [memory] = await memoryOf(parent)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await eventually('no process is left', async () => expect(await processesIn(parent)).toEqual([]))
    expect(await memoryInUse()).not.toContain(memory)
  })
})

describe('a world', () => {
  it('starts in a private folder whose name needs quotes', async () => {
    const home = await temporaryFolder()
    await chmod(home, 0o700)
    const parent = await mkdtemp(join(home, `o'brien and ${'a long name '.repeat(8)}`))
    await using world = await startDatabaseWorld({ graph: ALONE, parent })
    expect(world.rds.instances()[0]?.status).toBe('available')
  })

  it('reports the progress of each instance', async () => {
    await using world = await startDatabaseWorld({ graph: ALONE })
    expect(world.progress.map(({ subject, state }) => `${subject} ${state}`)).toEqual([
      'meridian-use1-1 starting',
      'meridian-use1-1 ready',
    ])
  })

  it('cleans everything up when a start fails half way', async () => {
    const parent = await temporaryFolder()
    const graph = fixtureGraph({ regions: ['us-east-1'], parameters: { work_mem: 'plenty' } })
    const started = startDatabaseWorld({ graph, parent })
    await expect(started).rejects.toThrow(
      /ended while it started.*\n.*invalid value for parameter "work_mem"/s,
    )
    expect(await readdir(parent)).toEqual([])
  })
})
