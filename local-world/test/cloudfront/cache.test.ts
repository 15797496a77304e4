import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { planCloudFront } from '../../src/modules/cloudfront/plan/plan.ts'
import { CACHE_POLICY_TYPE, ORIGIN_ACCESS_CONTROL_TYPE } from '../../src/modules/cloudfront/resources.ts'
import {
  behavior,
  CACHING_OPTIMIZED,
  DISTRIBUTION_ID,
  DOMAIN_NAME,
  exampleGraph,
  node,
  origin,
  SECURITY_HEADERS,
} from './example-program.ts'
import { ask } from './http-client.ts'
import { authority, startTestWorld, type TestWorld } from './stand-ins.ts'

const edgeOf = (world: TestWorld, wanted = 'seoul') =>
  world.cdn.edges.find(({ city }) => city === wanted)!.port
const asset = { path: '/assets/a.js' }

describe('a cached object', () => {
  it('is served with its age until it expires, by the edge that fetched it only', async () => {
    await using world = await startTestWorld(exampleGraph())
    world.nearest.answer = (_, response) => void response.setHeader('cache-control', 'max-age=100').end('a')
    expect((await ask(edgeOf(world), asset)).headers['x-cache']).toBe('Miss from cloudfront')
    await world.clock.advance(99_000)
    const hit = await ask(edgeOf(world), asset)
    expect(hit).toMatchObject({ body: 'a', headers: { 'x-cache': 'Hit from cloudfront', age: '99' } })
    expect((await ask(edgeOf(world, 'tokyo'), asset)).headers['x-cache']).toBe('Miss from cloudfront')
    await world.clock.advance(1_000)
    expect((await ask(edgeOf(world), asset)).headers['x-cache']).toBe('Miss from cloudfront')
    expect(world.nearest.requests).toHaveLength(3)
  })

  it('revalidated by the origin is a RefreshHit, and a conditional request gets 304', async () => {
    await using world = await startTestWorld(exampleGraph())
    world.nearest.answer = (request, response) => {
      response.setHeader('etag', '"1"').setHeader('cache-control', 'max-age=10')
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.end('a')
    }
    await ask(edgeOf(world), asset)
    await world.clock.advance(10_000)
    const refreshed = await ask(edgeOf(world), asset)
    expect(refreshed).toMatchObject({
      status: 200,
      body: 'a',
      headers: { 'x-cache': 'RefreshHit from cloudfront' },
    })
    const known = await ask(edgeOf(world), { ...asset, headers: { 'if-none-match': '"1"' } })
    expect(known).toMatchObject({ status: 304, body: '' })
    expect(world.nearest.requests).toHaveLength(2)
  })

  it('is kept for the policy’s minimum TTL despite no-store, and a 404 is not', async () => {
    await using world = await startTestWorld(exampleGraph({ customErrorResponses: [] }))
    for (const status of [200, 404]) {
      world.nearest.answer = (_, response) =>
        void response.writeHead(status, { 'cache-control': 'no-store' }).end()
      world.next.answer = world.nearest.answer
      const path = `/assets/${status}.js`
      await ask(edgeOf(world), { path })
      if (status === 200) await world.clock.advance(1_000)
      const before = world.nearest.requests.length
      await ask(edgeOf(world), { path })
      expect(world.nearest.requests.length, String(status)).toBe(before + 1)
    }
  })

  it('is served when both origins are down, however old', async () => {
    await using world = await startTestWorld(exampleGraph())
    world.nearest.answer = (_, response) => void response.setHeader('cache-control', 'max-age=1').end('a')
    await ask(edgeOf(world), asset)
    await world.clock.advance(60_000)
    await world.nearest.stop()
    await world.next.stop()
    expect(await ask(edgeOf(world), asset)).toMatchObject({ status: 200, body: 'a' })
  })

  it('is fetched once for simultaneous viewers', async () => {
    await using world = await startTestWorld(exampleGraph())
    const release = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    world.nearest.answer = (_, response) => {
      arrived.resolve()
      void release.promise.then(() => response.setHeader('cache-control', 'max-age=100').end('a'))
    }
    const answers = Promise.all(Array.from({ length: 5 }, () => ask(edgeOf(world), asset)))
    await arrived.promise
    release.resolve()
    expect((await answers).map(({ body }) => body)).toEqual(['a', 'a', 'a', 'a', 'a'])
    expect(world.nearest.requests).toHaveLength(1)
  })

  it('is removed by an invalidation', async () => {
    await using world = await startTestWorld(exampleGraph())
    await ask(edgeOf(world), asset)
    expect(world.cdn.invalidate(DISTRIBUTION_ID, ['/pages/*'])).toBe(0)
    expect(world.cdn.invalidate(DISTRIBUTION_ID, ['/assets/*'])).toBe(1)
    expect((await ask(edgeOf(world), asset)).headers['x-cache']).toBe('Miss from cloudfront')
  })

  // INV-CLOUDFRONT-8
  it.each([
    { gone: '/q/p?x=1', left: ['/q/p', '/q/p?a=1'] },
    { gone: '/q/p', left: ['/q/p?a=1', '/q/p?x=1'] },
  ])('is invalidated by path and query: $gone leaves $left', async ({ gone, left }) => {
    const byQuery = node(CACHE_POLICY_TYPE, 'by-query', {
      defaultTtl: 60,
      parametersInCacheKeyAndForwardedToOrigin: {
        headersConfig: { headerBehavior: 'none' },
        cookiesConfig: { cookieBehavior: 'none' },
        queryStringsConfig: { queryStringBehavior: 'all' },
      },
    })
    const settings = { defaultCacheBehavior: behavior('pages', { cachePolicyId: byQuery.id }) }
    await using world = await startTestWorld(exampleGraph(settings, byQuery))
    let count = 0
    world.nearest.answer = (_, response) => void response.end(String(++count))
    const bodyOf = async (path: string) => (await ask(edgeOf(world), { path })).body
    await bodyOf(gone)
    const before = await Promise.all(left.map(bodyOf))
    expect(world.cdn.invalidate(DISTRIBUTION_ID, [gone])).toBe(1)
    expect(await Promise.all(left.map(bodyOf))).toEqual(before)
    expect(world.cdn.invalidate(DISTRIBUTION_ID, ['/q/p*'])).toBe(2)
  })

  it('is answered with 304 to a matching If-None-Match or If-Modified-Since', async () => {
    await using world = await startTestWorld(exampleGraph())
    const modified = 'Tue, 01 Dec 2026 00:00:00 GMT'
    world.nearest.answer = (_, response) =>
      void response.setHeader('etag', '"e"').setHeader('last-modified', modified).end('a')
    await ask(edgeOf(world), asset)
    const status = async (headers: Record<string, string>) =>
      (await ask(edgeOf(world), { ...asset, headers })).status
    expect(await status({ 'if-modified-since': modified })).toBe(304)
    expect(await status({ 'if-modified-since': 'Wed, 02 Dec 2026 00:00:00 GMT' })).toBe(304)
    expect(await status({ 'if-modified-since': 'Mon, 30 Nov 2026 00:00:00 GMT' })).toBe(200)
    // If both are present, the ETag decides (RFC 9110, 13.1.3).
    expect(await status({ 'if-modified-since': modified, 'if-none-match': '"other"' })).toBe(200)
    expect(await status({ 'if-none-match': '"e"' })).toBe(304)
  })

  it('is found whatever the query and the cookies, when the policy includes neither', async () => {
    await using world = await startTestWorld(exampleGraph())
    await ask(edgeOf(world), { path: '/assets/a.js?v=1', headers: { cookie: 'a=1' } })
    const other = await ask(edgeOf(world), { path: '/assets/a.js?v=2', headers: { cookie: 'a=2' } })
    expect(other.headers['x-cache']).toBe('Hit from cloudfront')
    expect(world.nearest.requests[0]?.url).toBe('/assets/a.js')
  })
})

it('caches nothing with caching disabled, or when the origin forbids it', async () => {
  await using world = await startTestWorld(exampleGraph())
  world.nearest.answer = (_, response) => void response.setHeader('cache-control', 'max-age=100').end('a')
  await ask(edgeOf(world))
  expect((await ask(edgeOf(world))).headers['x-cache']).toBe('Miss from cloudfront')
})

// INV-CLOUDFRONT-5
describe('(37) an error', () => {
  const cached = (settings: Readonly<Record<string, unknown>> = {}) =>
    exampleGraph({
      defaultCacheBehavior: behavior('pages', { cachePolicyId: CACHING_OPTIMIZED }),
      customErrorResponses: [],
      ...settings,
    })

  const failing = (world: TestWorld) => {
    world.nearest.answer = (_, response) => void response.writeHead(500).end('broken')
    world.next.answer = world.nearest.answer
  }

  it('is not cached with caching disabled', async () => {
    await using world = await startTestWorld(exampleGraph({ customErrorResponses: [] }))
    failing(world)
    expect((await ask(edgeOf(world))).status).toBe(500)
    world.nearest.answer = (_, response) => void response.end('well again')
    expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'well again' })
  })

  it.each([
    ...[404, 414, 501].map((status) => ({ status, isKept: false })),
    ...[500, 502, 503, 504].map((status) => ({ status, isKept: true })),
  ])('$status with no-store is kept: $isKept', async ({ isKept, status }) => {
    await using world = await startTestWorld(cached())
    world.nearest.answer = (_, response) =>
      void response.writeHead(status, { 'cache-control': 'no-store' }).end('first')
    world.next.answer = world.nearest.answer
    await ask(edgeOf(world))
    world.nearest.answer = (_, response) => void response.end('second')
    world.next.answer = world.nearest.answer
    expect((await ask(edgeOf(world))).body).toBe(isKept ? 'first' : 'second')
  })

  it('is cached for 10 s by default', async () => {
    await using world = await startTestWorld(cached())
    failing(world)
    expect((await ask(edgeOf(world))).status).toBe(500)
    world.nearest.answer = (_, response) => void response.end('well again')
    await world.clock.advance(9_000)
    expect(await ask(edgeOf(world))).toMatchObject({ status: 500, body: 'broken', headers: { age: '9' } })
    await world.clock.advance(1_000)
    expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'well again' })
  })

  it.each([
    ...[404, 414, 500, 501, 502, 503, 504].map((status) => ({ status, always: true, withMaxAge: true })),
    ...[400, 403, 405, 412, 415].map((status) => ({ status, always: false, withMaxAge: true })),
    ...[401, 409, 410, 418, 429].map((status) => ({ status, always: false, withMaxAge: false })),
  ])('$status is kept: always $always, with max-age $withMaxAge', async ({ status, always, withMaxAge }) => {
    for (const [cacheControl, isKept] of [
      [undefined, always],
      ['max-age=60', withMaxAge],
    ] as const) {
      await using world = await startTestWorld(cached())
      world.nearest.answer = (_, response) =>
        void response.writeHead(status, cacheControl && { 'cache-control': cacheControl }).end('first')
      world.next.answer = world.nearest.answer
      await ask(edgeOf(world))
      world.nearest.answer = (_, response) => void response.end('second')
      world.next.answer = world.nearest.answer
      expect((await ask(edgeOf(world))).body).toBe(isKept ? 'first' : 'second')
    }
  })

  it('is not cached when ErrorCachingMinTTL is 0', async () => {
    await using world = await startTestWorld(
      cached({ customErrorResponses: [{ errorCode: 500, errorCachingMinTtl: 0 }] }),
    )
    failing(world)
    expect((await ask(edgeOf(world))).status).toBe(500)
    world.nearest.answer = (_, response) => void response.end('well again')
    expect((await ask(edgeOf(world))).status).toBe(200)
  })

  it('is replaced by the error page of the distribution', async () => {
    const customErrorResponses = [
      { errorCode: 500, responsePagePath: '/sorry', responseCode: 200, errorCachingMinTtl: 0 },
    ]
    await using world = await startTestWorld(exampleGraph({ customErrorResponses }))
    world.nearest.answer = (request, response) =>
      void (request.url === '/sorry' ? response.end('sorry') : response.writeHead(500).end())
    world.next.answer = world.nearest.answer
    expect(await ask(edgeOf(world))).toMatchObject({ status: 200, body: 'sorry' })
  })
})

// INV-CLOUDFRONT-10
describe('an error page in a bucket', () => {
  const PAGE = '/errors/unavailable.html'
  const pages = {
    customErrorResponses: [
      { errorCode: 502, responseCode: 502, responsePagePath: PAGE, errorCachingMinTtl: 0 },
    ],
    origins: [
      origin('nearest', {}, { domainName: 'gone.meridian.example' }),
      origin('next', {}, { domainName: 'gone.meridian.example' }),
      {
        originId: 'errors',
        domainName: 'error-pages.s3.us-east-1.amazonaws.com',
        originAccessControlId: 'E0CONTROL',
      },
    ],
    orderedCacheBehaviors: [
      { pathPattern: '/errors/*', ...behavior('errors', { originRequestPolicyId: undefined }) },
    ],
  }
  const control = node(ORIGIN_ACCESS_CONTROL_TYPE, 'pages', {}, {}, 'E0CONTROL')
  const bucket = node('aws:s3/bucket:Bucket', 'error-pages', { bucket: 'error-pages' })
  const page = node('aws:s3/bucketObjectv2:BucketObjectv2', 'page', {
    bucket: 'error-pages',
    key: PAGE.slice(1),
    content: '곧 돌아오겠습니다',
    contentType: 'text/html; charset=utf-8',
  })
  const policyFor = (distribution: string) =>
    node('aws:s3/bucketPolicy:BucketPolicy', 'error-pages', {
      bucket: 'error-pages',
      policy: JSON.stringify({
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::error-pages/*',
          Condition: {
            StringEquals: {
              'AWS:SourceArn': `arn:aws:cloudfront::000000000000:distribution/${distribution}`,
            },
          },
        },
      }),
    })

  it('is read by the distribution and served with the status of the error', async () => {
    await using world = await startTestWorld(exampleGraph(pages, control, bucket, page, policyFor('E0TEST')))
    expect(await ask(edgeOf(world), { path: '/ko' })).toMatchObject({
      status: 502,
      body: '곧 돌아오겠습니다',
      headers: { 'content-type': 'text/html; charset=utf-8', 'x-cache': 'Error from cloudfront' },
    })
    expect(await ask(edgeOf(world), { path: PAGE })).toMatchObject({ status: 200, body: '곧 돌아오겠습니다' })
  })

  it('of another distribution is not read, and CloudFront’s own is served', async () => {
    await using world = await startTestWorld(exampleGraph(pages, control, bucket, page, policyFor('E1OTHER')))
    const answer = await ask(edgeOf(world), { path: '/ko' })
    expect(answer.status).toBe(502)
    expect(answer.body).toContain('Generated by cloudfront')
    expect((await ask(edgeOf(world), { path: PAGE })).status).toBe(403)
  })

  it('in a bucket without an origin access control is refused before the world starts', () => {
    expect(() => planCloudFront(exampleGraph(pages, bucket))).toThrow(/NoSuchOriginAccessControl/)
  })

  it('does not replace an error from a service that has another status', async () => {
    const origins = [origin('nearest'), origin('next'), pages.origins[2]]
    await using world = await startTestWorld(
      exampleGraph({ ...pages, origins }, control, bucket, page, policyFor('E0TEST')),
    )
    world.nearest.answer = (_, response) => void response.writeHead(503).end('{"code":"UNAVAILABLE"}')
    world.next.answer = world.nearest.answer
    expect(await ask(edgeOf(world), { path: '/ko' })).toMatchObject({
      status: 503,
      body: '{"code":"UNAVAILABLE"}',
    })
  })
})

describe('viewers', () => {
  it('with a method that a behaviour does not allow get 403', async () => {
    await using world = await startTestWorld(exampleGraph())
    const answer = await ask(edgeOf(world), { method: 'POST', body: 'x' })
    expect(answer).toMatchObject({ status: 403, headers: { 'x-cache': 'Error from cloudfront' } })
    expect(world.nearest.requests).toHaveLength(0)
  })

  // INV-CLOUDFRONT-7
  it('that send a body with a GET get 403', async () => {
    await using world = await startTestWorld(exampleGraph())
    const headers = { 'content-length': '1' }
    expect(await ask(edgeOf(world), { method: 'GET', headers, body: 'x' })).toMatchObject({ status: 403 })
    expect(world.nearest.requests).toHaveLength(0)
  })

  it('get 502 when the name of the origin has no address', async () => {
    await using world = await startTestWorld(exampleGraph({ customErrorResponses: [] }))
    world.names.clear()
    expect(await ask(edgeOf(world))).toMatchObject({ status: 502 })
  })

  it('inside the world are redirected from port 80 to 443, with a certificate for the distribution’s name', async () => {
    await using world = await startTestWorld(exampleGraph())
    const [address] = world.published.get(DOMAIN_NAME)!('198.18.82.7')
    expect(address).toBe('198.18.82.1')
    const plain = await ask(world.served.get(`${address}:80`)!, {
      path: '/ko?a=1',
      headers: { host: DOMAIN_NAME },
    })
    expect(plain).toMatchObject({ status: 301, headers: { location: `https://${DOMAIN_NAME}/ko?a=1` } })
    const ca = await readFile(authority.certificateFile, 'utf8')
    const secure = await ask(world.served.get(`${address}:443`)!, { ca, servername: DOMAIN_NAME })
    expect(secure).toMatchObject({ status: 200, body: 'nearest' })
  })

  it('reach the edge of their city, those in a region the nearest, and unknown ones any edge', async () => {
    await using world = await startTestWorld(exampleGraph())
    const nearest = world.published.get(DOMAIN_NAME)!
    expect(nearest('198.18.55.9')).toEqual(['198.18.55.1'])
    expect(nearest('8.8.8.8')).toEqual(['198.18.12.1'])
  })

  it('get the headers of a response headers policy', async () => {
    const defaultCacheBehavior = behavior('pages', { responseHeadersPolicyId: SECURITY_HEADERS })
    await using world = await startTestWorld(exampleGraph({ defaultCacheBehavior }))
    world.nearest.answer = (_, response) => void response.setHeader('referrer-policy', 'no-referrer').end()
    expect((await ask(edgeOf(world))).headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
    })
  })

  it('that send HEAD get the headers from the cached object', async () => {
    const defaultCacheBehavior = behavior('pages', { cachePolicyId: CACHING_OPTIMIZED })
    await using world = await startTestWorld(exampleGraph({ defaultCacheBehavior }))
    await ask(edgeOf(world))
    const head = await ask(edgeOf(world), { method: 'HEAD' })
    expect(head).toMatchObject({
      body: '',
      headers: { 'content-length': '7', 'x-cache': 'Hit from cloudfront' },
    })
  })
})
