import { describe, expect, it } from 'vitest'
import { CAMPAIGN, leadId, problem, sendJson } from './api-double.ts'
import { hiddenField, startSite, submit } from './site.ts'

const typed = { name: 'Mina Kim', email: 'mina@example.com', phone: '+82 10 1234 5678', consent: 'yes' }
const KEY = '2f8a4c1e-7c1d-4a52-9a55-0d3c1f1f9b11'
const sent = { ...typed, key: KEY, campaign: 'aurora-suv', locale: 'ko' }

describe('the lead form', () => {
  it('stores a lead and redirects to its reference', async () => {
    const { app, api } = await startSite()
    const page = (await app.inject('/ko/campaigns/aurora-suv')).body
    const fields = { ...typed, key: hiddenField(page, 'key'), campaign: 'aurora-suv', locale: 'ko' }
    const reply = await submit(app, fields)
    expect(reply.statusCode).toBe(303)
    expect(reply.headers.location).toMatch(`/ko/thanks/${leadId(1)}?seen=`)
    const post = api.seen.find((request) => request.method === 'POST')
    expect(post?.headers['idempotency-key']).toBe(fields.key)
    expect(post?.body).toMatchObject({
      kind: 'test-drive',
      campaignSlug: 'aurora-suv',
      email: 'mina@example.com',
      consent: true,
    })
  })

  it('accepts a message at its limit in Korean syllables, and a long name', async () => {
    const { app, api } = await startSite()
    const message = '가'.repeat(2_000)
    expect((await submit(app, { ...sent, name: '나'.repeat(100), message })).statusCode).toBe(303)
    expect(api.seen.at(-1)?.body).toMatchObject({ message })
  })

  it('sent twice stores one lead and redirects to the same reference', async () => {
    const { app, api } = await startSite()
    const [first, second] = await Promise.all([submit(app, sent), submit(app, sent)])
    expect(first.headers.location).toBe(second.headers.location)
    expect(api.leads.size).toBe(1)
  })

  it('retries once with the same key when the response is lost', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => {
      api.answerWith(undefined)
      response.destroy()
    })
    expect((await submit(app, sent)).statusCode).toBe(303)
    const keys = api.seen.map((request) => request.headers['idempotency-key'])
    expect(keys).toEqual([KEY, KEY])
  })

  it.each([
    ['name', { name: ' ' }, '이름을 입력해 주세요'],
    ['email', { email: 'mina' }, '이메일 주소를 입력해'],
    ['phone', { phone: 'call me' }, '전화번호를 입력해'],
    ['message', { message: 'x'.repeat(2001) }, '2,000자 이내'],
    ['consent', { consent: '' }, '동의해 주셔야'],
  ])('explains in the visitor’s language what is wrong with %s', async (field, change, words) => {
    const { app, api } = await startSite()
    const reply = await submit(app, { ...sent, ...change })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain(words)
    expect(reply.body).toContain(`aria-describedby="lead-${field}-mistake"`)
    expect(api.leads.size).toBe(0)
  })

  it('shows a refused form with a focused list of links to the fields, and the count in the title', async () => {
    const { app } = await startSite()
    const { body } = await submit(app, { ...sent, locale: 'en', name: '', email: 'mina' })
    expect(body).toContain('<title>2 details need correcting – Aurora &lt;SUV&gt; · Meridian Motors</title>')
    const main = body.slice(body.indexOf('<main'))
    expect(main).toMatch(
      /^<main[^>]*>\s*<div class="mistakes" role="alert" id="mistakes" tabindex="-1" autofocus>/,
    )
    const links = [...main.matchAll(/<a href="#(lead-\w+)">/g)].map(([, id]) => id)
    expect(links).toEqual(['lead-name', 'lead-email'])
    for (const id of links) expect(main).toMatch(new RegExp(`<input id="${id}"[^>]*aria-invalid="true"`))
  })

  it('accepts a message as long as the API allows, not counting carriage returns', async () => {
    const { app, api } = await startSite()
    const reply = await submit(app, { ...sent, message: '가\r\n'.repeat(1_000).trim() })
    expect(reply.statusCode).toBe(303)
    expect(api.seen.at(-1)?.body).toMatchObject({ message: '가\n'.repeat(1_000).trim() })
  })

  it.each([
    ['before it was sent', {}, 200, 'Book a test drive', false],
    ['after it was refused', { name: '', judged: 'yes' }, 200, 'One detail needs correcting', true],
  ])('keeps what was typed when the language is changed %s', async (_, change, status, words, isJudged) => {
    const { app, api } = await startSite()
    const page = (await app.inject('/ko/campaigns/aurora-suv')).body
    expect(page).toContain('form="lead-form" formaction="/forms/lead/edit"')
    const fields = { ...sent, message: 'half a sent', ...change, language: 'en' }
    const reply = await submit(app, fields, {}, '/forms/lead/edit')
    expect(reply.statusCode).toBe(status)
    expect(reply.body).toContain('<html lang="en">')
    expect(reply.body).toContain(words)
    expect(reply.body).toContain('value="mina@example.com"')
    expect(reply.body).toContain('half a sent</textarea>')
    expect(reply.body.includes('id="mistakes"')).toBe(isJudged)
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
    expect(api.leads.size).toBe(0)
  })

  it('submits on Enter instead of changing the language: the submit button comes first', async () => {
    const { app } = await startSite()
    const { body } = await app.inject('/en/campaigns/aurora-suv')
    const [first = ''] = /<button[^>]*form="lead-form"[^>]*>/.exec(body) ?? []
    expect(first).not.toContain('formaction')
  })

  it('redirects to the front page when its address is opened with GET', async () => {
    const { app } = await startSite()
    const reply = await app.inject({ url: '/forms/lead', headers: { 'accept-language': 'ko' } })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/ko'])
  })

  it('keeps what was typed, escaped, and the key', async () => {
    const { app } = await startSite()
    const attack = '"><script>alert(1)</script>'
    const reply = await submit(app, { ...sent, email: attack, message: '</textarea><script>x</script>' })
    expect(reply.body).toContain('value="Mina Kim"')
    expect(reply.body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(reply.body).toContain('&lt;/textarea&gt;')
    expect(reply.body).not.toContain('<script>')
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
  })

  it('stays on its own page with the same key, to be sent again, while nothing can be stored', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end()
    })
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('7')
    expect(reply.body).toContain('<title>신청이 아직 확인되지 않았습니다')
    expect(reply.body).not.toContain('확인해 주세요')
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
    const again = ['key', 'campaign', 'locale', 'name', 'email', 'phone', 'message', 'consent'].map(
      (name) => [name, hiddenField(reply.body, name)],
    )
    api.answerWith(undefined)
    const stored = await submit(app, Object.fromEntries(again))
    expect(stored.statusCode).toBe(303)
    expect([...api.leads.keys()]).toEqual([KEY])
    expect(api.seen.at(-1)?.body).toMatchObject({ name: 'Mina Kim', email: 'mina@example.com' })
  })

  it('gets a new key when its own belongs to another request', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => sendJson(response, 409, problem('IDEMPOTENCY_KEY_REUSED')))
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(409)
    expect(reply.body).toContain('이미 다른 내용으로 접수')
    expect(hiddenField(reply.body, 'key')).toMatch(/^[0-9a-f-]{36}$/)
    expect(hiddenField(reply.body, 'key')).not.toBe(KEY)
  })

  it('shows problems from the API beside the fields', async () => {
    const { app, api } = await startSite()
    const mistakes = [{ in: 'body', pointer: '#/phone', detail: '' }] as const
    api.answerWith((request, response) =>
      request.method === 'POST'
        ? sendJson(response, 400, problem('INVALID_REQUEST', mistakes))
        : sendJson(response, 200, CAMPAIGN),
    )
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('aria-describedby="lead-phone-mistake"')
  })

  it('reports that the API refuses it without naming a field', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => sendJson(response, 400, problem('INVALID_REQUEST')))
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('data-unsent="rejected"')
  })

  it('reports that its campaign has ended', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => sendJson(response, 422, problem('LEAD_WITHOUT_CAMPAIGN')))
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(404)
    expect(reply.body).toContain('이 캠페인은 종료되었습니다')
  })

  it('asks the visitor to wait when the API limits their address', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => sendJson(response, 429, problem('TOO_MANY_REQUESTS')))
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(429)
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
  })

  it.each([
    ['without a key', { ...sent, key: '' }, {}],
    ['with a campaign that is no slug', { ...sent, campaign: '../region' }, {}],
    ['from another site', sent, { 'sec-fetch-site': 'cross-site' }],
  ])('is refused %s', async (_title, fields, headers) => {
    const { app, api } = await startSite()
    expect((await submit(app, fields, headers)).statusCode).toBe(400)
    expect(api.leads.size).toBe(0)
  })

  it('refuses JSON and a body that is far too long', async () => {
    const { app } = await startSite()
    const json = await app.inject({ method: 'POST', url: '/forms/lead', payload: sent })
    expect(json.statusCode).toBe(415)
    expect((await submit(app, { ...sent, message: 'x'.repeat(30_000) })).statusCode).toBe(413)
  })

  it('is rate limited per visitor, not per proxy', async () => {
    const { app } = await startSite({ formLimitPerMinute: 1 })
    const from = (visitor: string) => ({ 'x-forwarded-for': `${visitor}, 130.176.0.1` })
    expect((await submit(app, sent, from('198.18.82.7'))).statusCode).toBe(303)
    expect((await submit(app, sent, from('198.18.82.7'))).statusCode).toBe(429)
    expect((await submit(app, sent, from('198.18.82.8'))).statusCode).toBe(303)
  })
})

describe('the thanks page', () => {
  it('confirms a lead that this region’s database has', async () => {
    const { app } = await startSite()
    const { headers } = await submit(app, sent)
    const { body } = await app.inject(String(headers.location))
    expect(body).toContain('data-lead="stored"')
    expect(body).toContain(`<code>${leadId(1)}</code>`)
    expect(body).toContain('meridian-apne2-0 (reader)')
  })

  it('finds the lead while the replica is behind, by the cookie that the form’s response set', async () => {
    const { app, api } = await startSite()
    api.replicaHasCaughtUp = false
    const { headers } = await submit(app, sent)
    const [cookie] = String(headers['set-cookie']).split(';')
    const reply = await app.inject({ url: String(headers.location), headers: { cookie: cookie ?? '' } })
    expect(reply.body).toContain('data-lead="stored"')
    expect(headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax$/)
  })

  it('does not forward a malformed token', async () => {
    const { app, api } = await startSite()
    await app.inject({ url: '/en', headers: { cookie: 'meridian-consistency=<script>; other=1' } })
    expect(api.seen[0]?.headers).not.toHaveProperty('x-meridian-consistency')
  })

  it('confirms the lead without cookies too while the replica is behind', async () => {
    const { app, api } = await startSite()
    api.replicaHasCaughtUp = false
    const { headers } = await submit(app, sent)
    const reply = await app.inject(String(headers.location))
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('data-lead="stored"')
  })

  it('does not confirm a request that was never accepted, with or without a token', async () => {
    const { app } = await startSite()
    for (const query of ['', '?seen=made_up~token', '?seen=<script>']) {
      const reply = await app.inject(`/en/thanks/7d444840-9dc0-41d1-b245-5ffdce74fad2${query}`)
      expect(reply.statusCode).toBe(404)
      expect(reply.body).toContain('<title>We have no request with this reference')
      expect(reply.body).not.toMatch(/thank you|is in\b|stored and confirmed/i)
    }
  })

  it('reports that a confirmed request was lost, and offers to send it again with its key', async () => {
    const { app, api } = await startSite()
    const { headers } = await submit(app, sent)
    api.answerWith((_request, response) => sendJson(response, 410, problem('LEAD_LOST')))
    const reply = await app.inject(String(headers.location))
    expect(reply.statusCode).toBe(410)
    expect(reply.body).toContain('저희 쪽 장애로 신청이 유실되었습니다')
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
    expect(hiddenField(reply.body, 'campaign')).toBe('aurora-suv')
  })

  it('sends the token of its own address, so that a newer cookie cannot hide a loss', async () => {
    const { app, api } = await startSite()
    const { headers } = await submit(app, sent)
    await app.inject({ url: String(headers.location), headers: { cookie: 'meridian-consistency=newer~one' } })
    expect(api.seen.at(-1)?.headers['x-meridian-consistency']).toContain(leadId(1))
  })

  it('answers 404 for a reference that was never issued', async () => {
    const { app, api } = await startSite()
    expect((await app.inject('/en/thanks/..%2Fcampaigns')).statusCode).toBe(404)
    expect(api.seen).toHaveLength(0)
  })

  it('neither confirms nor denies when no database can be reached', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => response.destroy())
    const reply = await app.inject(`/en/thanks/${leadId(1)}`)
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('5')
    expect(reply.body).toContain('data-lead="unchecked"')
    expect(reply.body).not.toContain('Thank you')
  })
})
