import { randomUUID } from 'node:crypto'
import { measureServedRequests, type ServedRequests } from '../checkers/served-requests.ts'
import { readHistory } from '../history/history.ts'
import { createRecorder } from '../history/recorder.ts'
import { createRandom } from '../random.ts'
import { type LoadRates, perSecondOf, planLoad } from './load-plan.ts'
import { type LoadOptions, startLoad } from './run-load.ts'

/** One rate of the ramp, and what became of it. */
interface RampStep {
  /** On the drill's rates. */
  readonly factor: number
  readonly offeredPerSecond: number
  readonly servedPerSecond: number
  readonly p95Ms: number | undefined
  /** Why this was too much; undefined when it was carried. */
  readonly refusal: string | undefined
}

/** What machine and system carry while nothing is broken. */
export interface Capacity {
  /** The highest rate that was carried, on the drill's rates. */
  readonly factor: number
  /** Requests a second that were served at that rate. */
  readonly perSecond: number
  /** The ramp ended before the limit was found. */
  readonly isAtLeast: boolean
  readonly steps: readonly RampStep[]
}

/** What a drill sends: so much that what happens in the story is not the load's doing. */
export interface OfferedLoad {
  readonly factor: number
  readonly perSecond: number
  readonly writesPerSecond: number
}

/** Of what is carried without a failure; the rest is left for what the story costs. */
export const OFFERED_SHARE = 0.5

/** On the wanted rates; the last shows that half of the capacity is what is wanted. */
const RAMP = [0.25, 0.5, 1, 1.5, 1 / OFFERED_SHARE]
const STEP_MS = 1_000
/** A rate is too much when it was so twice: one late moment is no limit. */
const TRIES = 2
const LEAST_SERVED_SHARE = 0.98
/** Above the answer time of the first rate, which has nothing to wait for but distances. */
const MOST_WAITING_MS = 250
/** A machine that carries nothing of the ramp is still asked for something. */
const LEAST_FACTOR = 0.02

export interface RampOptions extends Omit<LoadOptions, 'plan' | 'random' | 'recorder' | 'runId'> {
  readonly rates: LoadRates
  /** Of the rates: the most that the drill would send. */
  readonly wanted: number
  readonly seed: number
  readonly wait: (ms: number) => Promise<void>
}

/** Sends more and more, for a second each, until answers fail or come late. Nothing of it stands in the drill's history. */
export async function measureCapacity({
  rates,
  wanted,
  seed,
  wait,
  ...shared
}: RampOptions): Promise<Capacity> {
  return climb(
    RAMP.map((step) => step * wanted),
    async (factor) => {
      const recorder = createRecorder(() => performance.now())
      const load = startLoad({
        ...shared,
        recorder,
        plan: planLoad(rates, factor),
        random: createRandom(seed).fork(`ramp ${factor}`),
        runId: `ramp-${randomUUID().slice(0, 8)}`,
      })
      await wait(STEP_MS)
      await load.abandon()
      const { skipped } = load.counts()
      return { ...measureServedRequests(readHistory(recorder.events())), skipped }
    },
  )
}

type StepSeen = Pick<ServedRequests, 'wanted' | 'served' | 'answerTime'> & { readonly skipped: number }

/** Climbs until a rate is too much twice. */
export async function climb(
  factors: readonly number[],
  send: (factor: number) => Promise<StepSeen>,
): Promise<Capacity> {
  const steps: RampStep[] = []
  let carried: RampStep | undefined
  for (const factor of factors) {
    let step: RampStep | undefined
    for (let tries = 0; tries < TRIES && (!step || step.refusal !== undefined); tries += 1) {
      step = judgeStep(factor, await send(factor), steps[0]?.p95Ms)
      steps.push(step)
    }
    if (!step || step.refusal !== undefined) break
    carried = step
  }
  const isAtLeast = carried !== undefined && carried.factor === factors.at(-1)
  return {
    ...(carried ? { factor: carried.factor, perSecond: carried.servedPerSecond } : restOf(steps)),
    isAtLeast,
    steps,
  }
}

/** Not even the first rate was carried: so much of it was. */
function restOf(steps: readonly RampStep[]): Pick<Capacity, 'factor' | 'perSecond'> {
  const best = steps.reduce((left, right) => (right.servedPerSecond > left.servedPerSecond ? right : left))
  const share = best.offeredPerSecond === 0 ? 0 : best.servedPerSecond / best.offeredPerSecond
  return { factor: best.factor * share, perSecond: best.servedPerSecond }
}

function judgeStep(factor: number, seen: StepSeen, calmP95Ms: number | undefined): RampStep {
  const perSecond = (count: number) => Math.round((count * 1_000) / STEP_MS)
  const offered = seen.wanted + seen.skipped
  const p95Ms = seen.answerTime?.p95Ms
  return {
    factor,
    offeredPerSecond: perSecond(offered),
    servedPerSecond: perSecond(seen.served),
    p95Ms,
    refusal: refusalOf(offered, seen.served, p95Ms, calmP95Ms),
  }
}

function refusalOf(
  offered: number,
  served: number,
  p95Ms: number | undefined,
  calmP95Ms: number | undefined,
): string | undefined {
  if (served === 0) return 'nothing was served'
  if (served < offered * LEAST_SERVED_SHARE) return `${offered - served} of ${offered} were not served`
  if (p95Ms !== undefined && calmP95Ms !== undefined && p95Ms > calmP95Ms + MOST_WAITING_MS)
    return `one in twenty waited ${Math.round(p95Ms)} ms or longer`
  return undefined
}

/** What the drill sends: the wanted rates, or so much less as the capacity asks for. */
export function offerOf(capacity: Pick<Capacity, 'factor'>, rates: LoadRates, wanted: number): OfferedLoad {
  const factor = Math.max(LEAST_FACTOR * wanted, Math.min(wanted, capacity.factor * OFFERED_SHARE))
  return { factor, ...perSecondOf(planLoad(rates, factor)) }
}
