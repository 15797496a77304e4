import type { RequestDescription, Tracing } from '@meridian/observability'
import fastify, { LogController } from 'fastify'
import { expect, it } from 'vitest'
import type { Lifecycle } from './lifecycle.ts'
import { observeRequests } from './requests.ts'

/** An app that logs to an array, with what its tracing received for each request. */
function observedApp(lifecycle: Lifecycle) {
  const lines: Record<string, unknown>[] = []
  const described: RequestDescription[] = []
  const tracing: Tracing = {
    start(request) {
      described.push(request)
      return undefined
    },
    [Symbol.asyncDispose]: async () => {},
  }
  const app = fastify({
    logController: new LogController({ disableRequestLogging: true }),
    logger: { level: 'info', stream: { write: (text: string) => void lines.push(JSON.parse(text)) } },
  })
  observeRequests(app, { tracing, lifecycle })
  app.get('/campaigns/:slug', async () => 'found')
  app.get('/health/live', async () => 'alive')
  return { app, lines, described }
}

it('logs one line per response, without the query string, which may contain personal data', async () => {
  const { app, lines, described } = observedApp({ phase: 'serving' })
  const answer = await app.inject('/campaigns/haneul-7?email=mina@example.com')
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'request completed',
      method: 'GET',
      path: '/campaigns/haneul-7',
      route: '/campaigns/:slug',
      status: 200,
      requestId: answer.headers['x-request-id'],
    }),
  ])
  expect(JSON.stringify([lines, described])).not.toContain('mina')
})

it('health checks are neither logged nor traced', async () => {
  const { app, lines, described } = observedApp({ phase: 'serving' })
  await app.inject('/health/live')
  expect(lines).toEqual([])
  expect(described).toEqual([])
})

it('connections close after the next response once the process drains', async () => {
  const lifecycle: Lifecycle = { phase: 'serving' }
  const { app } = observedApp(lifecycle)
  expect((await app.inject('/health/live')).headers.connection).not.toBe('close')
  lifecycle.phase = 'draining'
  expect((await app.inject('/health/live')).headers.connection).toBe('close')
})
