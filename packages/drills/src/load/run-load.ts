import type { EntryPoint } from '@meridian/operator-tools'
import type { Random } from '../random.ts'
import { createLoadContext, type LoadContext } from './load-context.ts'
import type { ClientPlan } from './load-plan.ts'
import { startOpenLoop } from './open-loop.ts'
import { createReader } from './reader.ts'
import { createRetryBudget, RETRY_BUDGET } from './retry-budget.ts'
import { createWriter } from './writer.ts'

export interface LoadOptions
  extends Omit<Parameters<typeof createLoadContext>[0], 'retryBudget' | 'givenUp'> {
  readonly plan: readonly ClientPlan[]
  readonly random: Random
  /** Relative to the usual load; scales the retry budget down for a smaller load. Default: 1. */
  readonly factor?: number
  /** The share of the plan's rates to send right now; all by default. */
  readonly share?: () => number
}

export interface LoadCounts {
  readonly due: number
  /** Turns that were skipped because a client had too many open requests. */
  readonly skipped: number
  readonly retries: number
  /** How often a visitor had to wait for the retry budget. */
  readonly heldBack: number
}

/** A load that is being sent. */
export interface RunningLoad {
  /**
   * Sends nothing new; resolves when every request is answered and every visitor has given up or got through. Retries stop
   * at the lost entry points, where visitors would otherwise wait until their patience ends.
   */
  stop(lost?: readonly EntryPoint[]): Promise<void>
  /** Like `stop`, and stops all retries. */
  abandon(): Promise<void>
  counts(): LoadCounts
}

const MOST_OPEN_PER_CLIENT = 500
const MS_PER_SECOND = 1_000

/** Starts every client of the plan. */
export function startLoad({ plan, random, factor = 1, share, ...shared }: LoadOptions): RunningLoad {
  const entryPoints = new Map<EntryPoint, ReturnType<typeof createEntryPoint>>()
  const at = (via: EntryPoint) => {
    const entryPoint = entryPoints.get(via) ?? createEntryPoint(Math.min(1, factor))
    entryPoints.set(via, entryPoint)
    return entryPoint
  }
  const context = createLoadContext({
    ...shared,
    retryBudget: (via) => at(via).retryBudget,
    givenUp: (via) => at(via).impatience.signal,
  })
  const loops = plan.map((client, index) => {
    const own = random.fork(`client ${index}`)
    // Clients with the same rate must not all be due at the same moment.
    const offsetMs = own.next() * (MS_PER_SECOND / client.perSecond)
    const turn = turnOf(context, client, own)
    return startOpenLoop(client.perSecond, MOST_OPEN_PER_CLIENT, offsetMs, turn, share)
  })
  const stop = async (givenUp: readonly EntryPoint[] = []) => {
    for (const via of givenUp) at(via).impatience.abort()
    for (const [via, { retryBudget }] of entryPoints)
      retryBudget.onlyRetries(
        sum(plan.filter((client) => client.via === via).map(({ perSecond }) => perSecond)),
      )
    await Promise.all(loops.map((loop) => loop.stop()))
  }
  const budgets = () => [...entryPoints.values()].map(({ retryBudget }) => retryBudget)
  return {
    stop,
    abandon: () => stop([...entryPoints.keys()]),
    counts: () => ({
      due: sum(loops.map((loop) => loop.due)),
      skipped: sum(loops.map((loop) => loop.skipped)),
      retries: sum(budgets().map(({ retries }) => retries)),
      heldBack: sum(budgets().map(({ heldBack }) => heldBack)),
    }),
  }
}

const createEntryPoint = (factor: number) => ({
  retryBudget: createRetryBudget({ ...RETRY_BUDGET, perSecond: RETRY_BUDGET.perSecond * factor }),
  impatience: new AbortController(),
})

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

function turnOf(context: LoadContext, client: ClientPlan, random: Random): (lateMs: number) => Promise<void> {
  return client.role === 'writer'
    ? createWriter(context, client, random)
    : createReader(context, client, random)
}
