import { REGION_IDS } from '@meridian/topology'
import type { Random } from '../random.ts'
import { type LoadContext, processName } from './load-context.ts'
import { type ClientPlan, HOME_CITY } from './load-plan.ts'
import { pauseBeforeRetry } from './retry-budget.ts'
import { leaveLead, lookUpLead, type Visitor, type VisitorRequest } from './visitor.ts'

/** Shares of leads that are read back, read back in another region, and sent again. */
const READ_BACK = 0.35
const BY_ANOTHER_REGION = 0.4
const SENT_AGAIN = 0.1

/** A writer's turn: a new visitor leaves a lead, retries with the same key, and may check that it is stored. */
export function createWriter(
  context: LoadContext,
  plan: ClientPlan,
  random: Random,
): (lateMs: number) => Promise<void> {
  const process = processName(plan)
  const here: VisitorRequest = { process, via: plan.via, client: context.ways.to(plan.city, plan.via) }

  return async (lateMs) => {
    const visitor = context.nextVisitor(plan.city, 'visitor')
    const key = `drill-${context.runId}-${visitor.session.replace(' ', '-')}`
    const id = await leaveUntilStored(context, visitor, { ...here, lateMs }, key, random)
    if (id === undefined) return
    context.remember(id)
    if (random.next() < READ_BACK) await lookUpLead(context.recorder, visitor, somewhere(), id)
    if (random.next() < SENT_AGAIN)
      await leaveLead(context.recorder, visitor, somewhere(), key, context.campaignSlug)
  }

  function somewhere(): VisitorRequest {
    if (plan.via === 'edge' || random.next() >= BY_ANOTHER_REGION) return here
    const region = random.pick(REGION_IDS) ?? plan.via
    return { process, via: region, client: context.ways.to(HOME_CITY[region], region) }
  }
}

/**
 * Retries with the same key, backing off and within the entry point's budget, until the lead is stored or patience runs out.
 * A visitor never gives up while held back by the budget: the last try is always one that was sent.
 */
async function leaveUntilStored(
  { recorder, campaignSlug, patienceMs, ...context }: LoadContext,
  visitor: Visitor,
  way: VisitorRequest,
  key: string,
  random: Random,
): Promise<string | undefined> {
  const deadlineMs = performance.now() + patienceMs
  const retryBudget = context.retryBudget(way.via)
  const givenUp = context.givenUp(way.via)
  retryBudget.sent()
  let answer = await leaveLead(recorder, visitor, way, key, campaignSlug)
  let isHeldBack = false
  for (let nth = 1; answer.mayTryAgain; nth += 1) {
    const pauseMs = pauseBeforeRetry(nth, answer.retryAfterMs, random)
    if (performance.now() + pauseMs > deadlineMs && !isHeldBack) return undefined
    await pause(pauseMs, givenUp)
    if (givenUp.aborted) return undefined
    isHeldBack = !retryBudget.mayRetry()
    if (isHeldBack) continue
    answer = await leaveLead(recorder, visitor, { ...way, lateMs: 0 }, key, campaignSlug)
    if (!answer.mayTryAgain) retryBudget.retryServed()
  }
  return answer.id
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    function end() {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
  })
}
