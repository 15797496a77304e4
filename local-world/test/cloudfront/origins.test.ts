import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { MOST_IN_HAND } from '../../src/modules/cloudfront/engine/edge-site.ts'
import { eventually } from '../support/conditions.ts'
import { connectMany } from '../support/connect-many.ts'
import { ALL_VIEWER_AND_CLOUDFRONT, behavior, exampleGraph, group, origin } from './example-program.ts'
import { ask } from './http-client.ts'
import { startTestWorld, type TestWorld } from './stand-ins.ts'

const edgeOf = (world: TestWorld, wanted = 'seoul') =>
  world.cdn.edges.find(({ city }) => city === wanted)!.port
const failWith = (status: number) => (_: unknown, response: import('node:http').ServerResponse) =>
  void response.writeHead(status).end(String(status))

it('a page comes from the primary, with the response headers of the edge', async () => {
  await using world = await startTestWorld(exampleGraph())
  const answer = await ask(edgeOf(world))
  expect(answer).toMatchObject({ status: 200, body: 'nearest' })
  expect(answer.headers).toMatchObject({ 'x-cache': 'Miss from cloudfront', 'x-amz-cf-pop': 'ICN54-C1' })
  expect(answer.headers.via).toMatch(/^1\.1 \w+\.cloudfront\.net \(CloudFront\)$/)
})

// INV-CLOUDFRONT-2
it('(34) POST never fails over', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = failWith(503)
  const post = await ask(edgeOf(world), { method: 'POST', path: '/api/leads', body: '{}' })
  expect(post).toMatchObject({ status: 503, body: '503' })
  expect(world.next.requests).toHaveLength(0)
  await world.nearest.stop()
  const refused = await ask(edgeOf(world), { method: 'POST', path: '/api/leads', body: '{}' })
  expect(refused.status).toBe(502)
  expect(refused.headers['x-cache']).toBe('Error from cloudfront')
  expect(world.next.requests).toHaveLength(0)
})

// INV-CLOUDFRONT-3
it.each([
  [[503], 200, 'next'],
  [[500, 502, 504], 502, undefined],
])('(35) a refused connection with %o listed answers %i', async (codes, status, body) => {
  await using world = await startTestWorld(exampleGraph({ originGroups: [group(codes)] }))
  await world.nearest.stop()
  const answer = await ask(edgeOf(world))
  expect(answer.status).toBe(status)
  if (body) expect(answer.body).toBe(body)
})

// INV-CLOUDFRONT-3
it.each([
  [[504], 200],
  [[500, 502, 503], 504],
])('(35) a time-out with %o listed answers %i', async (codes, status) => {
  await using world = await startTestWorld(exampleGraph({ originGroups: [group(codes)] }))
  world.nearest.answer = () => {}
  expect((await ask(edgeOf(world))).status).toBe(status)
})

it.each([500, 502, 503, 504])('status %i of the primary triggers failover for reads', async (status) => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = failWith(status)
  expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'next' })
  expect(await ask(edgeOf(world), { path: '/api/campaigns' })).toMatchObject({ status: 200, body: 'next' })
})

it('a status that is not listed does not trigger failover', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = failWith(404)
  expect((await ask(edgeOf(world))).status).toBe(404)
})

// INV-CLOUDFRONT-4
it('(36) the primary is tried first for each request', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = failWith(500)
  for (const path of ['/a', '/b', '/c']) await ask(edgeOf(world), { path })
  expect(world.nearest.requests.map(({ url }) => url)).toEqual(['/a', '/b', '/c'])
  expect(world.events()).toContain('origin fails over')
})

// INV-CLOUDFRONT-6
it('(40) Host is the origin’s, the viewer is appended to X-Forwarded-For, Via and User-Agent are CloudFront’s', async () => {
  await using world = await startTestWorld(exampleGraph())
  await ask(edgeOf(world), {
    headers: {
      host: 'www.meridian.example',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      cookie: 'a=1',
    },
  })
  const [request] = world.nearest.requests
  expect(request?.headers).toMatchObject({
    host: 'nearest.meridian.example',
    'x-forwarded-for': '203.0.113.9, 198.18.82.250',
    'user-agent': 'Amazon CloudFront',
    cookie: 'a=1',
  })
  expect(request?.headers.via).toMatch(/cloudfront\.net \(CloudFront\)$/)
  expect(request?.headers['x-amz-cf-id']).toHaveLength(57)
  expect(request?.headers['x-forwarded-proto']).toBeUndefined()
})

it('(40) a viewer inside the world is forwarded with its address in the network', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.caller.address = '198.18.82.33'
  await ask(edgeOf(world))
  expect(world.nearest.requests[0]?.headers['x-forwarded-for']).toBe('198.18.82.33')
})

it('a behaviour without an origin request policy passes on neither cookies nor queries nor other headers', async () => {
  const graph = exampleGraph({
    defaultCacheBehavior: behavior('pages', { originRequestPolicyId: undefined }),
  })
  await using world = await startTestWorld(graph)
  await ask(edgeOf(world), { path: '/p?x=1', headers: { cookie: 'a=1', 'accept-language': 'ko' } })
  const [request] = world.nearest.requests
  expect(request?.url).toBe('/p')
  expect(request?.headers.cookie).toBeUndefined()
  expect(request?.headers['accept-language']).toBeUndefined()
})

it('bodies pass both ways unchanged, small and large', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = (request, response) => void request.pipe(response)
  for (const bytes of [10, 3_000_000]) {
    const body = 'x'.repeat(bytes)
    const answer = await ask(edgeOf(world), {
      method: 'POST',
      path: '/api/echo',
      body,
      headers: { 'content-length': String(bytes), 'content-type': 'text/plain' },
    })
    expect(answer.body).toHaveLength(bytes)
  }
})

// INV-CLOUDFRONT-9
it('an address removed from DNS is no longer used once the TTL has expired', async () => {
  await using world = await startTestWorld(exampleGraph())
  await ask(edgeOf(world))
  world.names.set('nearest.meridian.example', ['198.19.0.2'])
  await ask(edgeOf(world))
  expect(world.opened).toEqual(['198.19.0.1:80'])
  await world.clock.advance(60_000)
  await ask(edgeOf(world))
  expect(world.opened).toEqual(['198.19.0.1:80', '198.19.0.2:80'])
})

it('a stale idle connection is replaced, and the request is retried', async () => {
  await using world = await startTestWorld(exampleGraph())
  let served = 0
  world.nearest.answer = (request, response) => {
    served++
    if (served === 2) request.socket.destroy()
    else response.end('nearest')
  }
  await ask(edgeOf(world))
  expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'nearest' })
  expect(served).toBe(3)
})

// INV-CLOUDFRONT-9
it('requests fail over from a dead origin to which connections were open', async () => {
  await using world = await startTestWorld(exampleGraph())
  await ask(edgeOf(world))
  await world.nearest.stop()
  expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'next' })
})

it('a viewer that disconnects aborts the origin request, which does not count as an origin failure', async () => {
  await using world = await startTestWorld(exampleGraph())
  const closed = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  world.nearest.answer = (request) => {
    request.socket.once('close', () => closed.resolve())
    asked.resolve()
  }
  const viewer = connect(edgeOf(world), '127.0.0.1', () => viewer.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n'))
  await asked.promise
  viewer.destroy()
  await closed.promise
  world.nearest.answer = (_, response) => void response.end('nearest')
  expect((await ask(edgeOf(world))).body).toBe('nearest')
  expect(world.nearest.requests).toHaveLength(2)
  expect(world.next.requests).toHaveLength(0)
  expect(world.events()).not.toContain('origin fails over')
})

it('connections are attempted as often as the origin allows, with every address in turn', async () => {
  const origins = [origin('nearest', {}, { connectionAttempts: 3 }), origin('next')]
  await using world = await startTestWorld(exampleGraph({ origins }))
  world.names.set('nearest.meridian.example', ['198.19.0.8', '198.19.0.9'])
  expect((await ask(edgeOf(world))).body).toBe('next')
  expect(world.opened.slice(0, 3)).toEqual(['198.19.0.8:80', '198.19.0.9:80', '198.19.0.8:80'])
})

it('an origin sees all of CloudFront’s headers with AllViewerAndCloudFrontHeaders', async () => {
  const settings = {
    defaultCacheBehavior: behavior('pages', { originRequestPolicyId: ALL_VIEWER_AND_CLOUDFRONT }),
  }
  await using world = await startTestWorld(exampleGraph(settings))
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148'
  await ask(edgeOf(world, 'san-francisco'), { headers: { 'user-agent': phone } })
  const seen = world.nearest.requests.at(-1)?.headers ?? {}
  // AWS's list: developer guide, "Use managed origin request policies".
  expect(Object.keys(seen).filter((name) => name.startsWith('cloudfront-'))).toHaveLength(21)
  expect(seen).toMatchObject({
    'cloudfront-forwarded-proto': 'https',
    'cloudfront-is-ios-viewer': 'true',
    'cloudfront-is-mobile-viewer': 'true',
    'cloudfront-is-desktop-viewer': 'false',
    'cloudfront-viewer-country-name': 'United States',
    'cloudfront-viewer-country-region': 'CA',
    'cloudfront-viewer-metro-code': '807',
    'cloudfront-viewer-time-zone': 'America/Los_Angeles',
    'cloudfront-viewer-tls': expect.stringMatching(/^TLSv1\.3:/),
  })
})

it('an edge at its connection limit refuses more at once, and later accepts again', async () => {
  const BEYOND = 50
  // Longer than a busy machine needs to send and refuse them all: a request that times out is no longer in hand.
  const patient = (id: string) => origin(id, { originReadTimeout: 60 }, { connectionTimeout: 10 })
  await using world = await startTestWorld(exampleGraph({ origins: [patient('nearest'), patient('next')] }))
  const held: (() => void)[] = []
  world.nearest.answer = (_, response) => void held.push(() => response.end('late'))
  const answers: string[] = []
  const sockets = await connectMany(edgeOf(world), MOST_IN_HAND + BEYOND)
  for (const [index, socket] of sockets.entries()) {
    socket.once('data', (chunk) => answers.push(String(chunk)))
    socket.write(`GET /${index} HTTP/1.1\r\nHost: www\r\nConnection: close\r\n\r\n`)
  }
  await eventually(
    'refusals',
    () => answers.length,
    (count) => count === BEYOND,
  )
  for (const answer of answers)
    expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*x-cache: CapacityExceeded from cloudfront/i)
  world.nearest.answer = (_, response) => void response.end('in time')
  for (const answer of held) answer()
  await eventually(
    'answers',
    () => answers.filter((answer) => answer.startsWith('HTTP/1.1 200')).length,
    (count) => count === MOST_IN_HAND,
  )
  expect((await ask(edgeOf(world))).status).toBe(200)
})
