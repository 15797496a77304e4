import { type AddressInfo, connect } from 'node:net'
import { startThrowawayPostgres, type ThrowawayPostgres } from '@meridian/database/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startTestApp, type TestApp } from './app.ts'
import { createDatabase, prepareDatabase } from './database.ts'

interface Described {
  readonly schema: Readonly<Record<string, unknown>>
  readonly example?: unknown
  readonly examples?: unknown
}

interface Operation {
  readonly parameters?: readonly (Described & { readonly name: string })[]
  readonly requestBody?: Bodies
  readonly responses: Readonly<Record<string, Bodies>>
}

interface Bodies {
  readonly content?: Readonly<Record<string, Described>>
}

/** A value with an enum or a default needs no example. */
function hasExample({ schema, example, examples }: Described): boolean {
  return [example, examples, schema.example, schema.examples, schema.enum, schema.default].some(
    (given) => given !== undefined,
  )
}

let server: ThrowawayPostgres
let name: string
let test: TestApp
beforeAll(async () => {
  server = await startThrowawayPostgres(['cluster_name=meridian-apne2-0'])
  name = await prepareDatabase(server)
  test = await startTestApp(server, name)
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  await server.stop()
})

describe('health', () => {
  it.each(['/health', '/api/health'])('answers live, ready and deep under %s', async (prefix) => {
    expect((await test.app.inject(`${prefix}/live`)).json()).toEqual({ status: 'alive' })
    expect((await test.app.inject(`${prefix}/ready`)).json()).toMatchObject({
      status: 'ready',
      reader: { instance: 'meridian-apne2-0' },
    })
    expect((await test.app.inject(`${prefix}/deep`)).json()).toMatchObject({
      canWrite: true,
      schema: { found: 4, needed: 4 },
    })
  })

  it('is not ready while draining, but keeps serving on connections that close', async () => {
    test.lifecycle.phase = 'draining'
    expect((await test.app.inject('/health/ready')).statusCode).toBe(503)
    const answer = await test.app.inject('/api/campaigns')
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close'])
    test.lifecycle.phase = 'serving'
  })

  it('is alive and not ready until the schema has arrived', async () => {
    test.lifecycle.schema = 'wait'
    expect((await test.app.inject('/health/live')).statusCode).toBe(200)
    expect((await test.app.inject('/health/ready')).json()).toMatchObject({
      status: 'not-ready',
      reason: expect.stringContaining('schema'),
    })
    test.lifecycle.schema = 'ready'
  })

  it('is not ready while campaigns cannot be read, whatever the schema state', async () => {
    const database = await createDatabase(server, 'without_campaigns')
    await using early = await startTestApp(server, database)
    expect((await early.app.inject('/api/campaigns')).statusCode).toBe(503)
    expect((await early.app.inject('/health/ready')).json()).toMatchObject({
      status: 'not-ready',
      reason: 'campaigns cannot be read',
    })
  })

  it('stays ready without a writer and reports that it cannot write', async () => {
    await using away = await startTestApp(server, name, { writerPort: 1 })
    expect((await away.app.inject('/health/ready')).statusCode).toBe(200)
    expect((await away.app.inject('/health/deep')).json()).toMatchObject({
      canWrite: false,
      writer: { reachable: false },
    })
  })

  it('is not ready when the reader does not answer', async () => {
    const absent = {
      ...server,
      settings: (database: string) => ({
        ...server.settings(database),
        endpoint: { host: '127.0.0.1', port: 1 },
      }),
    }
    await using away = await startTestApp(absent, name, { writerPort: 1 })
    expect((await away.app.inject('/health/ready')).statusCode).toBe(503)
    expect((await away.app.inject('/health/live')).statusCode).toBe(200)
    expect((await away.app.inject('/api/campaigns')).statusCode).toBe(503)
  })
})

it('reports who serves: region, task, reader and writer', async () => {
  const answer = await test.app.inject('/api/region')
  expect(answer.json()).toMatchObject({
    region: 'ap-northeast-2',
    label: 'Seoul',
    task: expect.any(String),
    reader: { instance: 'meridian-apne2-0', region: 'ap-northeast-2' },
    writer: { role: 'writer' },
    replicationLagMs: 0,
    writerSupport: { isSupported: true, lastRegion: null, regions: [] },
  })
})

it('describes every public route in its OpenAPI document', async () => {
  const document = (await test.app.inject('/api/openapi.json')).json()
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining([
      '/api/campaigns',
      '/api/campaigns/{slug}',
      '/api/leads',
      '/api/leads/{id}',
      '/api/region',
      '/api/health/ready',
    ]),
  )
  expect(Object.keys(document.paths['/api/leads'].post.responses)).toEqual(
    expect.arrayContaining(['201', '4XX', '5XX']),
  )
})

it('sets the security headers on every response, errors included', async () => {
  for (const url of ['/api/campaigns', '/nowhere', '/health/live']) {
    const { headers } = await test.app.inject(url)
    expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'")
    expect(headers['strict-transport-security']).toContain('max-age=')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{12}-/)
  }
})

it.each(['/nowhere', '/api/campaigns/no-such-car', '/api/campaigns?locale=fr'])(
  'forbids caches to store the error of %s',
  async (url) => {
    const answer = await test.app.inject(url)
    expect(answer.statusCode).toBeGreaterThan(399)
    expect(answer.headers['cache-control']).toBe('no-store')
  },
)

it('logs one line per request, with its route and without its query', async () => {
  const before = test.log.length
  await test.app.inject('/api/campaigns?locale=ko&email=minji@example.com')
  const lines = test.log.slice(before).map((line) => JSON.parse(line))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    msg: 'request completed',
    route: '/api/campaigns',
    path: '/api/campaigns',
    status: 200,
    region: 'ap-northeast-2',
  })
})

it('measures requests by route', async () => {
  await test.app.inject('/api/campaigns')
  const text = (await test.app.inject('/metrics')).body
  const series = text
    .split('\n')
    .find((line) => line.includes('_count{') && line.includes('route="/api/campaigns"'))
  expect(series).toContain('method="GET"')
  expect(series).toContain('region="ap-northeast-2"')
  expect(text).toContain('meridian_database_connections{role="reader"')
})

it.each(['x-forwarded-for', 'x-amzn-trace-id', 'via'])(
  'serves its metrics inside the region’s network only: with %s it answers 404',
  async (header) => {
    const nothing = await test.app.inject({ url: '/none', headers: { [header]: '192.0.2.1' } })
    for (const url of ['/metrics', '/metrics?a=1', '/%6detrics']) {
      const answer = await test.app.inject({ url, headers: { [header]: '192.0.2.1' } })
      expect(answer.statusCode).toBe(404)
      expect(answer.json().code).toBe(nothing.json().code)
    }
  },
)

it('gives an example of every body and parameter in its OpenAPI document', async () => {
  const { paths } = (await test.app.inject('/api/openapi.json')).json()
  const missing: string[] = []
  for (const [path, methods] of Object.entries<Record<string, Operation>>(paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries(methods)) {
      const bodies = Object.entries({ request: requestBody ?? {}, ...responses })
      const described: (readonly [string, Described])[] = [
        ...parameters.map((parameter) => [parameter.name, parameter] as const),
        ...bodies.flatMap(([name, { content }]) =>
          Object.values(content ?? {}).map((body) => [name, body] as const),
        ),
      ]
      for (const [name, body] of described) if (!hasExample(body)) missing.push(`${method} ${path} ${name}`)
    }
  }
  expect(missing).toEqual([])
  expect(Object.keys(paths).length).toBeGreaterThan(6)
})

it.each(['/api/campaigns/%zz', '/%'])('answers the malformed address %s as a problem', async (url) => {
  const answer = await test.app.inject(url)
  expect(answer.statusCode).toBe(400)
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
  expect(answer.json()).toMatchObject({
    code: 'UNREADABLE_REQUEST',
    requestId: answer.headers['x-request-id'],
  })
})

it('refuses a body that is too large as a problem', async () => {
  const answer = await test.app.inject({
    method: 'POST',
    url: '/api/leads',
    payload: { message: 'x'.repeat(40_000) },
  })
  expect(answer.statusCode).toBe(413)
  expect(answer.json().code).toBe('TOO_LARGE')
})

it('ends a request whose headers do not arrive in time, even if bytes keep coming', async () => {
  await using slow = await startTestApp(server, name)
  await slow.app.listen({ port: 0, host: '127.0.0.1' })
  // The time-out is shortened; the checks for it are unchanged.
  slow.app.server.requestTimeout = 200
  const socket = connect((slow.app.server.address() as AddressInfo).port, '127.0.0.1')
  socket
    .on('error', () => {})
    .resume()
    .write('GET / HTTP/1.1\r\nhost: a\r\nx-slow: ')
  const trickle = setInterval(() => socket.write('x'), 50)
  onTestFinished(() => clearInterval(trickle))
  await expect.poll(() => socket.closed, { timeout: 10_000 }).toBe(true)
}, 15_000)
