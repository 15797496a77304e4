import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readHistory } from '../history/history.ts'
import { createRecorder } from '../history/recorder.ts'
import { createRandom } from '../random.ts'
import { createLoadContext } from './load-context.ts'
import type { ClientPlan } from './load-plan.ts'
import { createRetryBudget, type RetryBudgetOptions } from './retry-budget.ts'
import type { Ways } from './ways.ts'
import { createWriter } from './writer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const PLAN: ClientPlan = { role: 'writer', city: 'seoul', via: 'ap-northeast-2', perSecond: 1 }
const PATIENCE_MS = 5_000

/** Visitors of a region that answers 503 until `backAtMs`, with a budget of their own. */
function startVisitors(count: number, backAtMs: number, budget: RetryBudgetOptions) {
  const impatience = new AbortController()
  const sentAtMs: number[] = []
  const startedMs = performance.now()
  const nowMs = () => performance.now() - startedMs
  const send = async () => {
    sentAtMs.push(nowMs())
    return nowMs() >= backAtMs
      ? { status: 201, header: () => undefined, body: JSON.stringify({ id: `lead-${sentAtMs.length}` }) }
      : { status: 503, header: () => undefined, body: '{}' }
  }
  const recorder = createRecorder(nowMs)
  const retryBudget = createRetryBudget(budget, nowMs)
  const context = createLoadContext({
    recorder,
    campaignSlug: 'a-campaign',
    runId: 'test',
    patienceMs: PATIENCE_MS,
    ways: { to: () => ({ send }) } as unknown as Ways,
    retryBudget: () => retryBudget,
    givenUp: () => impatience.signal,
  })
  const turn = createWriter(context, PLAN, createRandom(1))
  const over = Promise.all(Array.from({ length: count }, () => turn(0)))
  const stored = () => new Set(readHistory(recorder.events()).acknowledged.map(({ key }) => key)).size
  return { over, stored, sentAtMs, giveUp: () => impatience.abort() }
}

it('a visitor who only waited for the retry budget does not give up', async () => {
  const slow = { share: 0, returned: 0, perSecond: 2, savedSeconds: 1 }
  const { over, stored } = startVisitors(40, PATIENCE_MS / 2, slow)
  await vi.advanceTimersByTimeAsync(60_000)
  await over
  // At two a second, 40 visitors need four times the patience of each.
  expect(stored()).toBe(40)
})

it('a visitor whose tries all fail gives up when the patience runs out', async () => {
  const ample = { share: 1, returned: 1, perSecond: 100, savedSeconds: 10 }
  const { over, stored, sentAtMs } = startVisitors(1, Number.POSITIVE_INFINITY, ample)
  await vi.advanceTimersByTimeAsync(PATIENCE_MS)
  await over
  expect(stored()).toBe(0)
  expect(sentAtMs.length).toBeGreaterThan(3)
})

it('visitors of a closed entry point stop retrying', async () => {
  const ample = { share: 1, returned: 1, perSecond: 100, savedSeconds: 10 }
  const { over, sentAtMs, giveUp } = startVisitors(3, Number.POSITIVE_INFINITY, ample)
  await vi.advanceTimersByTimeAsync(500)
  const sent = sentAtMs.length
  giveUp()
  await over
  expect(sentAtMs.length).toBe(sent)
})
