import type { Migration } from '@meridian/database'
import type { History } from '@meridian/drills'
import type { Check } from '@meridian/operator-tools'
import { judgeSchedule, type ScheduleFigures, type Violation } from './judge-schedule.ts'
import { playSchedule } from './play.ts'
import { type Library, type Regions, startRegions } from './regions.ts'
import { drawSchedule, type Schedule } from './schedule.ts'

/** Result of one seed. */
export interface SeedResult {
  readonly seed: number
  readonly durationMs: number
  readonly violations: readonly (Violation | 'rig')[]
  readonly failedChecks: readonly Check[]
  readonly figures: ScheduleFigures | undefined
  readonly history: History | undefined
}

/** A story that ended early leaves its databases in an unknown state, so the next one gets new ones. */
export class Stages implements AsyncDisposable {
  readonly #migrations: readonly Migration[] | undefined
  #standing: Promise<Regions> | undefined

  constructor(migrations?: readonly Migration[]) {
    this.#migrations = migrations
  }

  get(): Promise<Regions> {
    this.#standing ??= startRegions(this.#migrations)
    return this.#standing
  }

  async discard(): Promise<void> {
    const standing = this.#standing
    this.#standing = undefined
    await (await standing)?.[Symbol.asyncDispose]()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.discard()
  }
}

/** Plays one schedule and judges it; a failure of the test rig is a result too. */
export async function runSchedule(stages: Stages, library: Library, schedule: Schedule): Promise<SeedResult> {
  const { seed } = schedule
  const startedMs = performance.now()
  const took = () => Math.round(performance.now() - startedMs)
  try {
    const history = await playSchedule(await stages.get(), library, schedule)
    const { checks, violations, figures } = judgeSchedule(history)
    const failedChecks = checks.filter(({ verdict }) => verdict === 'failed')
    return { seed, durationMs: took(), violations, failedChecks, figures, history }
  } catch (error) {
    await stages.discard()
    const detail = (error as Error).message
    const told: Check = { name: 'the story is told to its end', verdict: 'failed', detail }
    return {
      seed,
      durationMs: took(),
      violations: ['rig'],
      failedChecks: [told],
      figures: undefined,
      history: undefined,
    }
  }
}

/** Plays this many seeds, one after the other. */
export async function* runSeeds(
  stages: Stages,
  library: Library,
  first: number,
  count: number,
): AsyncGenerator<SeedResult> {
  for (let seed = first; seed < first + count; seed += 1)
    yield await runSchedule(stages, library, drawSchedule(seed))
}
