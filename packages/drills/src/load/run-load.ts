import type { Random } from '../random.ts'
import { type Crowd, createCrowd } from './crowd.ts'
import type { ClientPlan } from './load-plan.ts'
import { startOpenLoop } from './open-loop.ts'
import { createReader } from './reader.ts'
import { createRetryBudget } from './retry-budget.ts'
import { createWriter } from './writer.ts'

export interface LoadOptions extends Omit<Parameters<typeof createCrowd>[0], 'retryBudget' | 'signal'> {
  readonly plan: readonly ClientPlan[]
  readonly random: Random
}

export interface LoadCounts {
  /** Turns of clients that were due. */
  readonly due: number
  /** Of them, those that were not taken because a client had too many open ones. */
  readonly skipped: number
  readonly retries: number
  /** How often a visitor who would have tried again had to wait for the retry budget. */
  readonly heldBack: number
}

/** Clients at work. */
export interface RunningLoad {
  /** Sends nothing new; resolves when every request is answered and every visitor has given up or got through. */
  stop(): Promise<void>
  /** As `stop`, and nobody tries again. */
  abandon(): Promise<void>
  counts(): LoadCounts
}

const MOST_OPEN_PER_CLIENT = 500
const MS_PER_SECOND = 1_000

/** Starts every client of the plan. */
export function startLoad({ plan, random, ...shared }: LoadOptions): RunningLoad {
  const impatience = new AbortController()
  const retryBudget = createRetryBudget()
  const crowd = createCrowd({ ...shared, retryBudget, signal: impatience.signal })
  const loops = plan.map((client, index) => {
    const own = random.fork(`client ${index}`)
    // Clients of one rate must not all be due at the same moment.
    const offsetMs = own.next() * (MS_PER_SECOND / client.perSecond)
    return startOpenLoop(client.perSecond, MOST_OPEN_PER_CLIENT, offsetMs, turnOf(crowd, client, own))
  })
  const stop = async () => {
    await Promise.all(loops.map((loop) => loop.stop()))
  }
  return {
    stop,
    abandon() {
      impatience.abort()
      return stop()
    },
    counts: () => ({
      due: sum(loops.map((loop) => loop.due)),
      skipped: sum(loops.map((loop) => loop.skipped)),
      retries: retryBudget.retries,
      heldBack: retryBudget.heldBack,
    }),
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function turnOf(crowd: Crowd, client: ClientPlan, random: Random): (lateMs: number) => Promise<void> {
  return client.role === 'writer' ? createWriter(crowd, client, random) : createReader(crowd, client, random)
}
