import { median } from '../statistics.ts'
import { type Measurement, measure, WORKLOADS, type Workload } from './load.ts'
import type { Contender, RunningService } from './services.ts'

export interface Settings {
  readonly rounds: number
  readonly secondsPerRound: number
}

/** All rounds of one workload, and their summary. */
export interface Comparison {
  readonly workload: Workload
  readonly rounds: Readonly<Record<Contender, readonly Measurement[]>>
  readonly medianRequestsPerSecond: Readonly<Record<Contender, number>>
  /** Median of each round's ratio, because both halves of a round ran within seconds of each other. */
  readonly ratio: number
}

const WARM_UP_SECONDS = 2

/** Runs both services in turn, round by round, so that a slow minute of the machine affects both. */
export async function compare(
  services: Readonly<Record<Contender, RunningService>>,
  settings: Settings,
  say: (line: string) => void,
): Promise<readonly Comparison[]> {
  const comparisons: Comparison[] = []
  for (const workload of WORKLOADS) {
    for (const { origin } of Object.values(services)) await measure(origin, workload, WARM_UP_SECONDS)
    const rounds: Record<Contender, Measurement[]> = { product: [], plain: [] }
    for (let round = 0; round < settings.rounds; round += 1) {
      for (const contender of round % 2 === 0
        ? (['plain', 'product'] as const)
        : (['product', 'plain'] as const)) {
        rounds[contender].push(await measure(services[contender].origin, workload, settings.secondsPerRound))
      }
      say(`${workload}, round ${round + 1}: ${describe(rounds, round)}`)
    }
    comparisons.push(summarise(workload, rounds))
  }
  return comparisons
}

function describe(rounds: Readonly<Record<Contender, readonly Measurement[]>>, round: number): string {
  const speed = (contender: Contender) => Math.round(rounds[contender][round]?.requestsPerSecond ?? 0)
  return `product ${speed('product')}/s, plain ${speed('plain')}/s`
}

export function summarise(
  workload: Workload,
  rounds: Readonly<Record<Contender, readonly Measurement[]>>,
): Comparison {
  const speeds = (contender: Contender) => rounds[contender].map(({ requestsPerSecond }) => requestsPerSecond)
  const plain = speeds('plain')
  const ratios = speeds('product').map((speed, round) => speed / (plain[round] ?? Number.NaN))
  return {
    workload,
    rounds,
    medianRequestsPerSecond: { product: median(speeds('product')), plain: median(plain) },
    ratio: median(ratios),
  }
}
