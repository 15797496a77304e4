import { describe, expect, it } from 'vitest'
import { CAMPAIGN, REGION_REPORT, sendJson } from './api-double.ts'
import { startSite } from './site.ts'

describe('the front page', () => {
  it.each([
    ['ko-KR,ko;q=0.9', '/ko'],
    ['en-GB', '/en'],
  ])('redirects a visitor who reads %s to %s', async (language, location) => {
    const { app } = await startSite()
    const reply = await app.inject({ url: '/', headers: { 'accept-language': language } })
    expect(reply.statusCode).toBe(302)
    expect(reply.headers).toMatchObject({ location, vary: 'accept-language' })
  })

  it('shows a card for each campaign, escaped', async () => {
    const { app } = await startSite()
    const { body, statusCode } = await app.inject('/en')
    expect(statusCode).toBe(200)
    expect(body).toContain('<html lang="en">')
    expect(body).toContain('<a href="/en/campaigns/aurora-suv">Aurora &lt;SUV&gt;</a>')
    expect(body).toContain('Seven seats &amp; a long range')
  })

  it('shows the price in the currency of the language', async () => {
    const { app } = await startSite()
    expect((await app.inject('/en')).body).toContain('From $52,900')
    expect((await app.inject('/ko')).body).toContain('₩64,900,000부터')
  })

  it('is Korean under /ko and asks the API for Korean', async () => {
    const { app, api } = await startSite()
    const { body } = await app.inject('/ko')
    expect(body).toContain('<html lang="ko">')
    expect(body).toContain('진행 중인 캠페인')
    expect(api.seen.at(-1)?.path).toBe('/api/campaigns?locale=ko')
  })

  it('says which region and database served it', async () => {
    const { app } = await startSite()
    const { body, headers } = await app.inject('/en')
    expect(body).toContain('Served from ap-northeast-2')
    expect(body).toContain('meridian-apne2-0 (reader)')
    expect(headers).toMatchObject({
      'x-meridian-region': 'ap-northeast-2',
      'x-meridian-database': 'meridian-apne2-0 (reader)',
    })
  })

  it('answers 404 in other languages', async () => {
    const { app } = await startSite()
    expect((await app.inject('/fr')).statusCode).toBe(404)
    expect((await app.inject('/ko/nothing/here')).body).toContain('페이지를 찾을 수 없습니다')
  })
})

describe('a campaign page', () => {
  it('shows text, known attributes and a form that needs no JavaScript', async () => {
    const { app } = await startSite()
    const { body } = await app.inject('/en/campaigns/aurora-suv')
    expect(body).toContain('<p>Second paragraph with &lt;b&gt;bold&lt;/b&gt;.</p>')
    expect(body).toContain('<dt>Range</dt><dd class="amount">318\u00a0mi</dd>')
    expect(body).not.toContain('not shown')
    expect(body).toContain('method="post" action="/forms/lead"')
  })

  it('renders a new idempotency key each time', async () => {
    const { app } = await startSite()
    const key = (body: string) => /name="key" value="([0-9a-f-]{36})"/.exec(body)?.[1]
    const first = key((await app.inject('/en/campaigns/aurora-suv')).body)
    const second = key((await app.inject('/en/campaigns/aurora-suv')).body)
    expect(first).toBeDefined()
    expect(first).not.toBe(second)
  })

  it('answers 404 in the language of the address when the campaign is gone', async () => {
    const { app } = await startSite()
    const reply = await app.inject('/ko/campaigns/gone')
    expect(reply.statusCode).toBe(404)
    expect(reply.body).toContain('이 캠페인은 종료되었습니다')
  })

  it('makes no API request for a slug that cannot be a campaign', async () => {
    const { app, api } = await startSite()
    expect((await app.inject('/en/campaigns/..%2F..%2Fregion')).statusCode).toBe(404)
    expect(api.seen).toHaveLength(0)
  })
})

describe('while the API is away', () => {
  it('a page seen before is rendered from its last copy and marked as such', async () => {
    const { app, api } = await startSite()
    await app.inject('/en')
    api.answerWith((_request, response) => sendJson(response, 503, {}))
    const reply = await app.inject('/en')
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('You see a copy from')
    expect(reply.body).toContain('/en/campaigns/aurora-suv')
  })

  it('a page never seen answers 503 with Retry-After and a request number', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => response.destroy())
    const reply = await app.inject('/en')
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('5')
    expect(reply.body).toContain('Request number')
  })

  it('a copy past its age limit is not shown', async () => {
    const { app, api } = await startSite({ staleMaxAgeSeconds: -1 })
    await app.inject('/en')
    api.answerWith((_request, response) => response.destroy())
    expect((await app.inject('/en')).statusCode).toBe(503)
  })

  it('a read is retried once before it counts as failed', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => {
      api.answerWith(undefined)
      response.destroy()
    })
    expect((await app.inject('/en')).statusCode).toBe(200)
    expect(api.seen).toHaveLength(2)
  })

  it('a read is not retried when the API has sent Retry-After', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => void response.writeHead(503, { 'retry-after': '1' }).end())
    const reply = await app.inject('/en')
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('1')
    expect(api.seen).toHaveLength(1)
  })

  it('a request to an API that does not answer in time is aborted', async () => {
    const { app, api } = await startSite({ apiReadTimeoutMs: 50 })
    api.answerWith(() => {})
    const reply = await app.inject('/en')
    expect(reply.statusCode).toBe(503)
  })

  it('a campaign that ended answers 404 instead of a copy', async () => {
    const { app, api } = await startSite()
    await app.inject('/en/campaigns/aurora-suv')
    api.answerWith((_request, response) => sendJson(response, 404, {}))
    expect((await app.inject('/en/campaigns/aurora-suv')).statusCode).toBe(404)
  })

  it('a response of the wrong shape counts as a failure', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => sendJson(response, 200, { campaigns: [{ ...CAMPAIGN, slug: 7 }] }))
    expect((await app.inject('/en')).statusCode).toBe(503)
  })
})

describe('a price', () => {
  it('is one unbreakable word', async () => {
    const { app } = await startSite()
    expect((await app.inject('/ko')).body).toContain('<strong class="amount">₩64,900,000부터</strong>')
    expect((await app.inject('/ko/campaigns/aurora-suv')).body).toContain(
      '<dd class="amount">₩64,900,000</dd>',
    )
  })
})

describe('an unreadable address', () => {
  it.each(['/%zz', '/en/%', '/en/campaigns/%E0%A4%A', `/en/campaigns/${'x'.repeat(300)}`])(
    '%s that cannot be read is a page for a browser and a problem for a program',
    async (url) => {
      const { app } = await startSite()
      const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
      const page = await app.inject({ url, headers: { accept, 'accept-language': 'en-US' } })
      expect(page.statusCode).toBe(400)
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
      expect(page.headers['content-security-policy']).toContain("default-src 'none'")
      expect(page.body).toContain('<h1>That address cannot be read</h1>')
      const program = await app.inject({ url, headers: { accept: 'application/json' } })
      expect(program.statusCode).toBe(400)
      expect(program.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(program.json()).toMatchObject({ code: 'UNREADABLE_REQUEST', status: 400 })
    },
  )

  it('an unknown address is a problem for a program too', async () => {
    const { app } = await startSite()
    const reply = await app.inject({ url: '/nowhere', headers: { accept: 'application/problem+json' } })
    expect(reply.json()).toMatchObject({ code: 'NOT_FOUND', status: 404 })
    expect((await app.inject('/nowhere')).headers['content-type']).toContain('text/html')
  })
})

describe('the status page', () => {
  it('reports offers, requests, region and lag', async () => {
    const { app } = await startSite()
    const { body } = await app.inject('/en/status')
    expect(body.match(/data-state="ok"/g)).toHaveLength(3)
    expect(body).toContain('<dd>ap-northeast-2</dd>')
    expect(body).toContain('<dd>us-east-1</dd>')
    expect(body).toContain('96 ms')
  })

  it('shows that requests are refused, not waiting, while no writer can be reached', async () => {
    const { app, api } = await startSite()
    api.answerWith((request, response) =>
      request.path === '/api/region'
        ? sendJson(response, 200, { ...REGION_REPORT, writer: null })
        : sendJson(response, 200, { campaigns: [] }),
    )
    const { body } = await app.inject('/en/status')
    expect(body).toMatch(
      /Test-drive requests<small>New requests cannot be stored right now[\s\S]*?data-state="down"/,
    )
    expect(body).not.toMatch(/\bwait/)
    expect((await app.inject('/ko/status')).body).toContain('지금은 새 신청을 접수할 수 없습니다')
  })

  it('still answers when the API does not', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => response.destroy())
    const reply = await app.inject('/ko/status')
    expect(reply.statusCode).toBe(200)
    expect(reply.body.match(/data-state="down"/g)).toHaveLength(2)
  })
})
