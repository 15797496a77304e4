import { describe, expect, it } from 'vitest'
import { leadId, problem, sendJson } from './api-double.ts'
import { hiddenField, startSite, submit } from './site.ts'

const typed = { name: 'Mina Kim', email: 'mina@example.com', phone: '+82 10 1234 5678', consent: 'yes' }
const KEY = '2f8a4c1e-7c1d-4a52-9a55-0d3c1f1f9b11'
const sent = { ...typed, key: KEY, campaign: 'aurora-suv', locale: 'ko' }

describe('the lead form', () => {
  it('stores a lead and leads to its reference', async () => {
    const { app, api } = await startSite()
    const page = (await app.inject('/ko/campaigns/aurora-suv')).body
    const fields = { ...typed, key: hiddenField(page, 'key'), campaign: 'aurora-suv', locale: 'ko' }
    const reply = await submit(app, fields)
    expect(reply.statusCode).toBe(303)
    expect(reply.headers.location).toBe(`/ko/thanks/${leadId(1)}`)
    const post = api.seen.find((request) => request.method === 'POST')
    expect(post?.headers['idempotency-key']).toBe(fields.key)
    expect(post?.body).toMatchObject({
      kind: 'test-drive',
      campaignSlug: 'aurora-suv',
      email: 'mina@example.com',
      consent: true,
    })
  })

  it('sent twice stores one lead and leads to the same reference', async () => {
    const { app, api } = await startSite()
    const [first, second] = await Promise.all([submit(app, sent), submit(app, sent)])
    expect(first.headers.location).toBe(second.headers.location)
    expect(api.leads.size).toBe(1)
  })

  it('tries once more with the same key when the answer is lost', async () => {
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
    ['message', { message: 'x'.repeat(1001) }, '1,000자 이내'],
    ['consent', { consent: '' }, '동의해 주셔야'],
  ])('says in the visitor’s language what is wrong with %s', async (field, change, words) => {
    const { app, api } = await startSite()
    const reply = await submit(app, { ...sent, ...change })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain(words)
    expect(reply.body).toContain(`aria-describedby="lead-${field}-fault"`)
    expect(api.leads.size).toBe(0)
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

  it('comes back filled in, with 503 and the same key, while writes are impossible', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end()
    })
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBe('7')
    expect(reply.body).toContain('value="mina@example.com"')
    expect(hiddenField(reply.body, 'key')).toBe(KEY)
  })

  it('gets a new key when its own belongs to another request', async () => {
    const { app, api } = await startSite()
    api.answerWith((request, response) => {
      if (request.method === 'POST') return sendJson(response, 409, problem('IDEMPOTENCY_KEY_REUSED'))
      return sendJson(response, 200, { slug: 'aurora-suv', title: 'Aurora', summary: '' })
    })
    const reply = await submit(app, sent)
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('이미 다른 내용으로 접수')
    expect(hiddenField(reply.body, 'key')).toMatch(/^[0-9a-f-]{36}$/)
    expect(hiddenField(reply.body, 'key')).not.toBe(KEY)
  })

  it('says so when the API takes it for faulty', async () => {
    const { app, api } = await startSite()
    api.answerWith((request, response) =>
      request.method === 'POST'
        ? sendJson(response, 400, problem('INVALID_REQUEST'))
        : sendJson(response, 200, { slug: 'aurora-suv', title: 'Aurora', summary: '' }),
    )
    expect((await submit(app, sent)).statusCode).toBe(422)
  })

  it('waits with the visitor when the API takes no more from this address', async () => {
    const { app, api } = await startSite()
    api.answerWith((request, response) =>
      request.method === 'POST'
        ? sendJson(response, 429, problem('TOO_MANY_REQUESTS'))
        : sendJson(response, 200, { slug: 'aurora-suv', title: 'Aurora', summary: '' }),
    )
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

  it('is not taken as JSON, and not when it is far too long', async () => {
    const { app } = await startSite()
    const json = await app.inject({ method: 'POST', url: '/forms/lead', payload: sent })
    expect(json.statusCode).toBe(415)
    expect((await submit(app, { ...sent, message: 'x'.repeat(20_000) })).statusCode).toBe(413)
  })

  it('is limited by visitor, not by proxy', async () => {
    const { app } = await startSite({ formLimitPerMinute: 1 })
    const from = (visitor: string) => ({ 'x-forwarded-for': `${visitor}, 130.176.0.1` })
    expect((await submit(app, sent, from('198.18.82.7'))).statusCode).toBe(303)
    expect((await submit(app, sent, from('198.18.82.7'))).statusCode).toBe(429)
    expect((await submit(app, sent, from('198.18.82.8'))).statusCode).toBe(303)
  })
})

describe('the thanks page', () => {
  it('confirms what this region’s database has', async () => {
    const { app } = await startSite()
    const { headers } = await submit(app, sent)
    const { body } = await app.inject(String(headers.location))
    expect(body).toContain('data-confirmed="yes"')
    expect(body).toContain(`<code>${leadId(1)}</code>`)
    expect(body).toContain('meridian-apne2-0 (reader)')
  })

  it('finds the lead while the replica is behind, by the cookie that the form’s answer set', async () => {
    const { app, api } = await startSite()
    api.replicaHasCaughtUp = false
    const { headers } = await submit(app, sent)
    const [cookie] = String(headers['set-cookie']).split(';')
    const reply = await app.inject({ url: String(headers.location), headers: { cookie: cookie ?? '' } })
    expect(reply.body).toContain('data-confirmed="yes"')
    expect(headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax$/)
  })

  it('passes nothing on that is no token', async () => {
    const { app, api } = await startSite()
    await app.inject({ url: '/en', headers: { cookie: 'meridian-consistency=<script>; other=1' } })
    expect(api.seen[0]?.headers).not.toHaveProperty('x-meridian-consistency')
  })

  it('says "received" to a browser without cookies while the replica is behind', async () => {
    const { app, api } = await startSite()
    api.replicaHasCaughtUp = false
    const { headers } = await submit(app, sent)
    const reply = await app.inject(String(headers.location))
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('data-confirmed="not yet"')
    expect(reply.body).toContain(`<code>${leadId(1)}</code>`)
  })

  it('does not exist for a reference that nobody gave out', async () => {
    const { app, api } = await startSite()
    expect((await app.inject('/en/thanks/..%2Fcampaigns')).statusCode).toBe(404)
    expect(api.seen).toHaveLength(0)
  })

  it('says "received" when nobody can be asked', async () => {
    const { app, api } = await startSite()
    api.answerWith((_request, response) => response.destroy())
    const reply = await app.inject(`/en/thanks/${leadId(1)}`)
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('data-confirmed="not yet"')
  })
})
