import fastify from 'fastify'
import { expect, it } from 'vitest'
import { drainingReadiness, healthRoutes } from './health.ts'

it('health is 200 or 503 by the check, liveness is always 200, and neither is cached', async () => {
  await using app = fastify()
  let isReady = true
  const check = async () => ({ isReady, reason: 'by the test', region: 'us-east-1' })
  healthRoutes(app, { check, prefixes: ['/health', '/api/health'] })

  const ready = await app.inject('/api/health/ready')
  expect([ready.statusCode, ready.headers['cache-control']]).toEqual([200, 'no-store'])
  expect(ready.json()).toEqual({ status: 'ready', reason: 'by the test', region: 'us-east-1' })

  isReady = false
  const unready = await app.inject('/health/ready')
  expect([unready.statusCode, unready.json().status]).toEqual([503, 'not-ready'])
  const live = await app.inject('/health/live')
  expect([live.statusCode, live.json(), live.headers['cache-control']]).toEqual([
    200,
    { status: 'alive' },
    'no-store',
  ])
})

it('a task is not ready from the moment it drains', () => {
  expect(drainingReadiness({ phase: 'serving' })).toBeUndefined()
  expect(drainingReadiness({ phase: 'draining' })).toMatchObject({ isReady: false })
})
