import { answerErrors, answerWithin } from '@meridian/service-skeleton'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { PROBLEM_DETAILS } from '../src/plugins/errors.ts'

const BUDGET_MS = 50

/** A service whose routes never answer, as when its backend hangs. */
async function startHanging() {
  const app = Fastify()
  answerErrors(app, PROBLEM_DETAILS)
  await app.register(async (features) => {
    answerWithin(features, BUDGET_MS)
    features.get('/hangs', () => new Promise(() => {}))
    features.post('/hangs', () => new Promise(() => {}))
    features.get('/answers', async () => 'done')
  })
  return app
}

describe('a request that hangs behind the service', () => {
  it.each([
    ['GET', 'UNAVAILABLE'],
    ['POST', 'OUTCOME_UNKNOWN'],
  ] as const)('is answered at the end of its budget: %s by %s', async (method, code) => {
    await using app = await startHanging()
    const begunMs = performance.now()
    const { statusCode, headers, body } = await app.inject({ method, url: '/hangs' })
    expect(performance.now() - begunMs).toBeGreaterThanOrEqual(BUDGET_MS - 5)
    expect(statusCode).toBe(503)
    expect(headers['content-type']).toContain('application/problem+json')
    expect(headers['retry-after']).toBe('1')
    expect(JSON.parse(body)).toMatchObject({ code })
  })

  it('does not affect other requests', async () => {
    await using app = await startHanging()
    expect((await app.inject('/answers')).body).toBe('done')
  })
})
