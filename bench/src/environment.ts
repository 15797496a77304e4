import { execFileSync } from 'node:child_process'
import { cpus, loadavg, platform, release, totalmem } from 'node:os'

/** What a figure needs beside it to mean anything. */
export interface Environment {
  readonly measuredAt: string
  readonly commit: string
  readonly node: string
  readonly platform: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  /** Work that others gave the machine before the run began, averaged over a minute. */
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

/** The same in one line, for the foot of a report. */
export function environmentLine(environment: Environment): string {
  const { cores, processor, memoryGiB, platform, node, commit, loadBefore, measuredAt } = environment
  return `${cores} cores (${processor}), ${memoryGiB} GiB, ${platform}, Node ${node}, commit ${commit}, load before the run ${loadBefore}; ${measuredAt}.`
}
