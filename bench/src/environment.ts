import { execFileSync } from 'node:child_process'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** The context that a figure needs to mean anything. */
export interface Environment {
  readonly measuredAt: string
  readonly commit: string
  readonly node: string
  readonly platform: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  /** One-minute load average of the machine before the run. */
  readonly loadBefore: number
}

export function describeEnvironment(): Environment {
  const processors = cpus()
  return {
    measuredAt: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    node: process.version,
    platform: `${platform()} ${release()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}

/** The same as one line, for the end of a report. */
export function environmentLine(environment: Environment): string {
  const { cores, processor, memoryGiB, platform, node, commit, loadBefore, measuredAt } = environment
  return `${cores} cores (${processor}), ${memoryGiB} GiB, ${platform}, Node ${node}, commit ${commit}, load before the run ${loadBefore}; ${measuredAt}.`
}
