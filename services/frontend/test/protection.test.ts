import { type AddressInfo, connect } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { sendJson } from './api-double.ts'
import { startSite } from './site.ts'

describe('response headers', () => {
  it('allow only our own styles, and scripts with the nonce of this response', async () => {
    const { app } = await startSite()
    const { headers, body } = await app.inject('/en')
    const policy = String(headers['content-security-policy'])
    const nonce = /script-src 'nonce-([0-9a-f]+)'/.exec(policy)?.[1]
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(body.match(/<script/g)).toHaveLength(1)
    expect(body).toContain(`nonce="${nonce}"`)
    const again = await app.inject('/en')
    expect(again.headers['content-security-policy']).not.toBe(policy)
  })

  it('forbid framing and MIME sniffing', async () => {
    const { app } = await startSite()
    const { headers } = await app.inject('/en')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })
})

describe('calls to the API', () => {
  it('carry the trace and the visitor’s address, not the proxies’', async () => {
    const { app, api } = await startSite()
    const trace = 'Root=1-67891233-abcdef012345678912345678'
    await app.inject({
      url: '/en',
      headers: {
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        'x-amzn-trace-id': trace,
        'x-forwarded-for': '6.6.6.6, 198.18.82.7, 130.176.0.1',
      },
    })
    expect(api.seen[0]?.headers).toMatchObject({
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'x-amzn-trace-id': trace,
      'x-forwarded-for': '198.18.82.7',
    })
  })
})

describe('assets', () => {
  it('are cached forever under the hash of their content', async () => {
    const { app } = await startSite()
    const page = await app.inject('/en')
    const href = /href="(\/assets\/site\.[0-9a-f]{10}\.css)"/.exec(page.body)?.[1] ?? ''
    const reply = await app.inject({ url: href, headers: { 'accept-encoding': 'gzip' } })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/css; charset=utf-8',
    })
  })

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip;q=0', undefined],
    ['deflate', undefined],
  ])('for accept-encoding %j have the content coding %s', async (accepted, coding) => {
    const { app } = await startSite()
    const { headers, rawPayload } = await app.inject({
      url: '/assets/site.0123456789.css',
      headers: { 'accept-encoding': accepted },
    })
    expect(headers['content-encoding']).toBe(coding)
    const decode = { br: brotliDecompressSync, gzip: gunzipSync }[coding ?? ''] ?? Buffer.from
    expect(decode(rawPayload).toString()).toContain('font-family')
  })

  it('of another version are answered with the current one, uncached', async () => {
    const { app } = await startSite()
    const reply = await app.inject('/assets/site.0123456789.css')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  it.each(['/assets/nothing.0123456789.css', '/assets/../package.json', '/assets/%2e%2e/package.json'])(
    'do not reach %s',
    async (path) => {
      const { app } = await startSite()
      expect((await app.inject(path)).statusCode).toBe(404)
    },
  )
})

describe('health', () => {
  it('is live without the API and ready only with it', async () => {
    const { app, api } = await startSite()
    expect((await app.inject('/health/ready')).statusCode).toBe(200)
    api.answerWith((_request, response) => response.destroy())
    expect((await app.inject('/health/ready')).statusCode).toBe(503)
    expect((await app.inject('/health/live')).statusCode).toBe(200)
  })
})

describe('more pages than can be rendered in time', () => {
  it('are refused at once with Retry-After, while the task stays alive', async () => {
    const { app, api } = await startSite({ apiReadTimeoutMs: 60_000 })
    const answers: (() => void)[] = []
    api.answerWith(
      (_request, response) => void answers.push(() => sendJson(response, 200, { campaigns: [] })),
    )
    const waiting = Array.from({ length: 128 }, async () => (await app.inject('/en')).statusCode)
    const refused = await app.inject('/en')
    expect(refused.statusCode).toBe(503)
    expect(refused.headers['retry-after']).toBe('5')
    expect(refused.body).toContain('Request number')
    expect((await app.inject('/health/live')).statusCode).toBe(200)

    api.answerWith((_request, response) => sendJson(response, 200, { campaigns: [] }))
    await vi.waitUntil(() => {
      for (const answer of answers.splice(0)) answer()
      return api.seen.length >= 128
    }, 10_000)
    for (const answer of answers.splice(0)) answer()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([200]))
    expect((await app.inject('/en')).statusCode).toBe(200)
  })
})

describe('a request that does not arrive completely in time', () => {
  it.each([
    ['in its headers', 'GET / HTTP/1.1\r\nhost: a\r\nx-slow: '],
    ['in its body', 'POST /forms/lead HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n'],
  ])(
    'is ended %s, even if bytes keep coming',
    async (_title, beginning) => {
      const { app } = await startSite()
      await app.listen({ port: 0, host: '127.0.0.1' })
      // The time-out is shortened; the checks for it are unchanged.
      app.server.requestTimeout = 200
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
      socket
        .on('error', () => {})
        .resume()
        .write(beginning)
      const trickle = setInterval(() => socket.write('x'), 50)
      onTestFinished(() => clearInterval(trickle))
      await expect.poll(() => socket.closed, { timeout: 10_000 }).toBe(true)
    },
    15_000,
  )
})
