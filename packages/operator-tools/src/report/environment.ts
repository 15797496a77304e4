import { execFile } from 'node:child_process'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { promisify } from 'node:util'
import type { MachineEvidence } from '../machine/watch-machine.ts'
import type { TargetDescription } from '../target/target.ts'

/** What the figures depend on besides the system itself. */
export interface Environment {
  readonly node: string
  readonly os: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  /** Over the last minute: above the number of cores, figures include waiting for a processor. */
  readonly loadAverage: number
  /** The checkout's commit, with `-dirty` when files had been changed; undefined outside a checkout. */
  readonly commit: string | undefined
  readonly target: 'local' | 'aws'
  readonly latencyTable: string | undefined
  /** Before, during and after the load, for each run under load. */
  readonly machine?: readonly MachineEvidence[]
}

const BYTES_PER_GIB = 1024 ** 3

export async function describeEnvironment(
  target: Pick<TargetDescription, 'name' | 'latencyTable'>,
  repositoryRoot: string,
  machine: readonly MachineEvidence[] = [],
): Promise<Environment> {
  return {
    node: process.version,
    os: `${platform()} ${release()}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    memoryGiB: Math.round(totalmem() / BYTES_PER_GIB),
    commit: await commitOf(repositoryRoot),
    target: target.name,
    latencyTable: target.latencyTable?.name,
    ...(machine.length > 0 && { machine }),
  }
}

async function commitOf(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty', '--abbrev=12'], {
      cwd: folder,
    })
    return stdout.trim()
  } catch {
    return undefined
  }
}
