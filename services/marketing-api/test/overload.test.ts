import { setTimeout as sleep } from 'node:timers/promises'
import { createMetrics } from '@meridian/observability'
import { answerErrors } from '@meridian/service-skeleton'
import Fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { PROBLEM_DETAILS } from '../src/plugins/errors.ts'
import { shedRequests } from '../src/plugins/shedding.ts'

/** One at a time, like a database with one connection: faster requests have to wait. */
const WORK_MS = 8
const VISITOR_WAITS_MS = 2_000
const MEASURED_MS = 1_500
const OVERLOAD_MS = 6_000
const CALLERS = 16

interface Outcome {
  readonly status: number | undefined
  readonly tookMs: number
}

/** A service whose requests wait for each other, and a client for it. */
async function startService() {
  const app = Fastify()
  answerErrors(app, PROBLEM_DETAILS)
  let last: Promise<unknown> = Promise.resolve()
  await app.register(async (features) => {
    shedRequests(features, createMetrics({ service: 'test', region: 'us-east-1' }))
    features.get('/work', () => {
      const mine = last.then(() => sleep(WORK_MS))
      last = mine
      return mine.then(() => 'done')
    })
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => app.close())
  return async (): Promise<Outcome> => {
    const askedMs = performance.now()
    const signal = AbortSignal.timeout(VISITOR_WAITS_MS)
    const status = await fetch(`${url}/work`, { signal }).then(
      async (answer) => {
        await answer.text()
        if (answer.status === 503) expect(answer.headers.get('retry-after')).toBe('1')
        return answer.status
      },
      () => undefined,
    )
    return { status, tookMs: performance.now() - askedMs }
  }
}

/** Requests served per second when a few callers send the next one as soon as they are answered. */
async function measureCapacity(ask: () => Promise<Outcome>): Promise<number> {
  const untilMs = performance.now() + MEASURED_MS
  let served = 0
  const caller = async () => {
    while (performance.now() < untilMs) if ((await ask()).status === 200) served += 1
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  return (served * 1_000) / MEASURED_MS
}

/** Sends requests at this rate, whatever the answers. */
async function offer(ask: () => Promise<Outcome>, perSecond: number): Promise<readonly Outcome[]> {
  const startedMs = performance.now()
  const asked: Promise<Outcome>[] = []
  for (let elapsedMs = 0; elapsedMs < OVERLOAD_MS; elapsedMs = performance.now() - startedMs) {
    while (asked.length < (elapsedMs * perSecond) / 1_000) asked.push(ask())
    await sleep(5)
  }
  return Promise.all(asked)
}

it('at twice its capacity the service keeps serving what it can, and refuses the rest at once', async () => {
  const ask = await startService()
  const before = await measureCapacity(ask)
  const outcomes = await offer(ask, 2 * before)
  // A machine that became busier meanwhile carries less than before.
  const capacity = Math.min(before, await measureCapacity(ask))
  const served = outcomes.filter(({ status }) => status === 200)
  const refused = outcomes.filter(({ status }) => status === 503)
  const goodput = (served.length * 1_000) / OVERLOAD_MS
  expect(goodput).toBeGreaterThan(0.6 * capacity)
  // Requests are answered before their visitor gives up.
  expect(outcomes.length - served.length - refused.length).toBeLessThan(0.05 * outcomes.length)
  expect(refused.length).toBeGreaterThan(0.2 * outcomes.length)
}, 60_000)
