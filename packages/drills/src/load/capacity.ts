import { randomUUID } from 'node:crypto'
import { measureServedRequests, type ServedRequests } from '../checkers/served-requests.ts'
import { readHistory } from '../history/history.ts'
import { createRecorder } from '../history/recorder.ts'
import { createRandom } from '../random.ts'
import { type LoadRates, perSecondOf, planLoad } from './load-plan.ts'
import { type LoadOptions, startLoad } from './run-load.ts'

/** One rate of the ramp and its result. */
interface RampStep {
  /** Relative to the drill's rates. */
  readonly factor: number
  readonly offeredPerSecond: number
  readonly servedPerSecond: number
  readonly p95Ms: number | undefined
  /** Why this rate was too much; undefined when it was carried. */
  readonly refusal: string | undefined
}

/** What the machine and the system carry without failures. */
export interface Capacity {
  /** The highest rate carried, relative to the drill's rates. */
  readonly factor: number
  /** Requests a second that were served at that rate. */
  readonly perSecond: number
  /** The ramp ended before the limit was found. */
  readonly isAtLeast: boolean
  readonly steps: readonly RampStep[]
}

/** What a drill sends: little enough that the load itself does not cause what happens in the story. */
export interface OfferedLoad {
  readonly factor: number
  /** The most that is offered, as a share of the capacity. */
  readonly share: number
  readonly perSecond: number
  readonly writesPerSecond: number
}

/** Share of the capacity without failures; the rest is headroom for the story. */
const OFFERED_SHARE = 0.5
/** For a machine that other programs keep busy: it carries less for minutes than for seconds, and a story costs more. */
const OFFERED_SHARE_BUSY = 0.25

/** Relative to the wanted rates; the last step shows that the wanted rate is half of the capacity. */
const RAMP = [0.25, 0.5, 1, 1.5, 1 / OFFERED_SHARE]
/** If even the first step is too much, half of it is tried, and so on. */
const MOST_HALVINGS = 4
const STEP_MS = 1_000
/** A step needs this many requests to be meaningful, or lasts `HELD_MS`. */
const LEAST_REQUESTS = 30
const HELD_MS = 4_000
/** A rate is too much only if it fails twice: one late moment is not a limit. */
const TRIES = 2
const LEAST_SERVED_SHARE = 0.98
/** Above the answer time of the first rate, which includes only distance and a slow machine. */
const MOST_WAITING_MS = 250
/** Beyond this, even on a slow machine, requests are waiting for each other. */
const LATEST_MS = 2_000
/** A machine that carries no step of the ramp is still sent this much. */
const LEAST_FACTOR = 0.02

export interface RampOptions
  extends Omit<LoadOptions, 'plan' | 'random' | 'recorder' | 'runId' | 'factor' | 'share'> {
  readonly rates: LoadRates
  /** Relative to the rates: the most that the drill would send. */
  readonly wanted: number
  readonly seed: number
  readonly wait: (ms: number) => Promise<void>
}

/**
 * Raises the rate, one second per step, until answers fail or are late; lowers it if the first rate is too much. Once a limit
 * is found, the share that a drill would offer is sent for some seconds: a busy machine may carry for a second what it cannot
 * carry for long. None of this is recorded in the drill's history.
 */
export async function measureCapacity({
  rates,
  wanted,
  seed,
  wait,
  ...shared
}: RampOptions): Promise<Capacity> {
  return climb(
    RAMP.map((step) => step * wanted),
    async (factor, leastMs) => {
      const plan = planLoad(rates, factor)
      const stepMs = Math.min(
        HELD_MS,
        Math.max(leastMs, (LEAST_REQUESTS * 1_000) / perSecondOf(plan).perSecond),
      )
      const recorder = createRecorder(() => performance.now())
      const load = startLoad({
        ...shared,
        recorder,
        plan,
        factor,
        random: createRandom(seed).fork(`ramp ${factor}`),
        runId: `ramp-${randomUUID().slice(0, 8)}`,
      })
      await wait(stepMs)
      await load.abandon()
      const { skipped } = load.counts()
      return { ...measureServedRequests(readHistory(recorder.events())), skipped, stepMs }
    },
  )
}

type StepSeen = Pick<ServedRequests, 'wanted' | 'served' | 'answerTime'> & {
  readonly skipped: number
  readonly stepMs: number
}

/** Climbs until a rate is too much twice, starting as low as necessary. */
export async function climb(
  factors: readonly number[],
  send: (factor: number, leastMs: number) => Promise<StepSeen>,
): Promise<Capacity> {
  const steps: RampStep[] = []
  const isCarried = async (factor: number, leastMs = STEP_MS, tries = TRIES): Promise<boolean> => {
    for (let tried = 0; tried < tries; tried += 1) {
      const step = judgeStep(factor, await send(factor, leastMs), steps[0]?.p95Ms)
      steps.push(step)
      if (step.refusal === undefined) return true
    }
    return false
  }
  const [first = 0] = factors
  let factor = 0
  for (const next of factors) {
    if (!(await isCarried(next))) break
    factor = next
  }
  for (let halvings = 1; factor === 0 && halvings <= MOST_HALVINGS; halvings += 1) {
    const next = first / 2 ** halvings
    if (await isCarried(next)) factor = next
  }
  const isAtLeast = factor > 0 && factor === factors.at(-1)
  const least = first / 2 ** MOST_HALVINGS
  while (!isAtLeast && factor > least && !(await isCarried(factor * OFFERED_SHARE, HELD_MS, 1))) factor /= 2
  const carried = steps.findLast(({ refusal }) => refusal === undefined)
  const perSecond = carried ? Math.round((carried.servedPerSecond * factor) / carried.factor) : 0
  return { factor, perSecond, isAtLeast, steps }
}

function judgeStep(factor: number, seen: StepSeen, calmP95Ms: number | undefined): RampStep {
  const perSecond = (count: number) => Math.round((count * 1_000) / seen.stepMs)
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
  if (p95Ms !== undefined && p95Ms > Math.min((calmP95Ms ?? p95Ms) + MOST_WAITING_MS, LATEST_MS))
    return `one in twenty waited ${Math.round(p95Ms)} ms or longer`
  return undefined
}

/** What the drill sends: the wanted rates, or less if the machine carries less or was too busy before any load. */
export function offerOf(
  capacity: Pick<Capacity, 'factor'>,
  rates: LoadRates,
  wanted: number,
  wasTooBusy: boolean,
): OfferedLoad {
  const share = wasTooBusy ? OFFERED_SHARE_BUSY : OFFERED_SHARE
  const factor = Math.max(LEAST_FACTOR * wanted, Math.min(wanted, capacity.factor * share))
  return { factor, share, ...perSecondOf(planLoad(rates, factor)) }
}
