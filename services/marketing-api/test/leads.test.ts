import { describe, expect, it } from 'vitest'
import { shareTestApp, type TestApp } from './app.ts'

const shared = shareTestApp()

const LEAD = {
  campaignSlug: 'baram-ev-city-week',
  kind: 'test-drive',
  name: '김민지',
  email: 'minji@example.com',
  phone: '+82 10-1234-5678',
  message: '주말 오후가 좋아요',
  preferredDate: '2026-12-05',
  locale: 'ko',
  consent: true,
}

function post(body: object, key: string | undefined, from: TestApp = shared.test) {
  return from.app.inject({
    method: 'POST',
    url: '/api/leads',
    headers: key === undefined ? {} : { 'idempotency-key': key },
    payload: body,
  })
}

const stored = async () =>
  (await shared.test.database.writer.selectFrom('leads').selectAll().execute()).length

describe('POST /api/leads', () => {
  it('stores a lead with its consent, on the writer', async () => {
    const answer = await post(LEAD, 'key-stored')
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['x-meridian-database']).toMatch(/ \(writer\)$/)
    const row = await shared.test.database.writer
      .selectFrom('leads')
      .selectAll()
      .where('id', '=', answer.json().id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      email: 'minji@example.com',
      preferred_date: '2026-12-05',
      consent_version: '2026-11',
      marketing_consent: false,
      region: 'ap-northeast-2',
      consented_at: answer.json().receivedAt,
    })
  })

  it('gives a retry the same response and stores the lead once', async () => {
    const before = await stored()
    const [first, second] = await Promise.all([post(LEAD, 'key-retried'), post(LEAD, 'key-retried')])
    const third = await post(LEAD, 'key-retried')
    expect([first.statusCode, second.statusCode, third.statusCode]).toEqual([201, 201, 201])
    expect(second.json()).toEqual(first.json())
    expect(third.json()).toEqual(first.json())
    expect(await stored()).toBe(before + 1)
  })

  it('refuses a key that was used for another lead', async () => {
    await post(LEAD, 'key-reused')
    const answer = await post({ ...LEAD, email: 'other@example.com' }, 'key-reused')
    expect(answer.statusCode).toBe(409)
    expect(answer.json().code).toBe('IDEMPOTENCY_KEY_REUSED')
  })

  it('refuses an unknown campaign and leaves the key unused', async () => {
    const answer = await post({ ...LEAD, campaignSlug: 'no-such-car' }, 'key-freed')
    expect(answer.statusCode).toBe(422)
    expect(answer.json().code).toBe('LEAD_WITHOUT_CAMPAIGN')
    expect((await post(LEAD, 'key-freed')).statusCode).toBe(201)
  })

  it.each([
    ['no consent', { consent: false }],
    ['an address without a host', { email: 'minji@' }],
    ['a blank name', { name: '  ' }],
    ['a telephone number of letters', { phone: 'call me maybe' }],
    ['a day that is none', { preferredDate: '2026-02-31' }],
  ])('refuses %s', async (_, problem) => {
    const answer = await post({ ...LEAD, ...problem }, 'key-invalid')
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('INVALID_REQUEST')
  })

  it('requires an Idempotency-Key', async () => {
    const answer = await post(LEAD, undefined)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().errors).toEqual([
      { in: 'header', pointer: '#/idempotency-key', detail: '"idempotency-key" is missing.' },
    ])
  })

  it('lists all mistakes of a request at once, in plain words and without the submitted values', async () => {
    const { name: _, ...nameless } = LEAD
    const answer = await post({ ...nameless, email: 'minji@', consent: false, colour: 'red' }, undefined)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json().errors).toEqual([
      { in: 'header', pointer: '#/idempotency-key', detail: '"idempotency-key" is missing.' },
      { in: 'body', pointer: '#/name', detail: '"name" is missing.' },
      { in: 'body', pointer: '#/colour', detail: '"colour" is not a field of this request.' },
      {
        in: 'body',
        pointer: '#/email',
        detail: '"email" must be an email address such as mina@example.com.',
      },
      {
        in: 'body',
        pointer: '#/consent',
        detail: '"consent" must be true: without consent nothing about a person is stored.',
      },
    ])
    expect(answer.body).not.toContain('minji')
  })

  it('reports a body that is not an object as one mistake', async () => {
    expect((await post([1], 'key-array')).json().errors).toEqual([
      { in: 'body', pointer: '#', detail: 'The body must be a JSON object.' },
    ])
  })

  it('lists at most 20 mistakes', async () => {
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field${number}`, number]))
    expect((await post(fields, 'key-many')).json().errors).toHaveLength(20)
  })

  it.each([
    ['another content type', 415, 'text/xml', '<lead/>', 'application/json'],
    ['half a body', 400, 'application/json', '{"name":', 'not valid JSON'],
    ['no body', 400, 'application/json', '', 'empty'],
  ])('refuses %s in plain words', async (_, status, contentType, payload, words) => {
    const answer = await shared.test.app.inject({
      method: 'POST',
      url: '/api/leads',
      headers: { 'idempotency-key': 'key-unreadable', 'content-type': contentType },
      payload,
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json().detail).toContain(words)
    expect(answer.body).not.toMatch(/FST_|Unexpected|Unsupported Media/)
  })

  it('logs no personal data', async () => {
    await post(LEAD, 'key-logged')
    await post({ ...LEAD, email: 'minji@' }, 'key-logged-2')
    const log = shared.test.log.join('\n')
    expect(log).toContain('/api/leads')
    for (const personal of ['minji', '김민지', '1234', '주말']) expect(log).not.toContain(personal)
  })

  it('rate-limits by the address before the two proxies', async () => {
    await using limited = await shared.another({ config: { leadsPerMinute: 1 } })
    const from = (viewer: string, key: string) =>
      limited.app.inject({
        method: 'POST',
        url: '/api/leads',
        headers: { 'idempotency-key': key, 'x-forwarded-for': `spoofed, ${viewer}, 130.176.0.1` },
        payload: LEAD,
      })
    expect((await from('198.18.82.1', 'limit-key-1')).statusCode).toBe(201)
    const refused = await from('198.18.82.1', 'limit-key-2')
    expect(refused.statusCode).toBe(429)
    expect(refused.json().code).toBe('TOO_MANY_REQUESTS')
    expect((await from('198.18.82.2', 'limit-key-3')).statusCode).toBe(201)
  })

  it('answers 503 with a fixed sentence while the writer is unavailable, and reads continue', async () => {
    await using away = await shared.another({ writerPort: 1 })
    const answer = await post(LEAD, 'key-away', away)
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('1')
    expect(answer.json()).toMatchObject({
      code: 'WRITES_UNAVAILABLE',
      detail: 'Nothing was stored. Send it again in a moment with the same Idempotency-Key.',
      requestId: answer.headers['x-request-id'],
    })
    expect((await away.app.inject('/api/campaigns')).statusCode).toBe(200)
  })
})

describe('GET /api/leads/:id', () => {
  it('confirms that the lead has arrived, without personal data', async () => {
    const { id } = (await post(LEAD, 'key-read-back')).json()
    const answer = await shared.test.app.inject(`/api/leads/${id}`)
    expect(answer.statusCode).toBe(200)
    expect(Object.keys(answer.json()).sort()).toEqual([
      'campaignSlug',
      'id',
      'kind',
      'locale',
      'receivedAt',
      'region',
    ])
  })

  it('answers 404 for an id that this region does not have', async () => {
    const answer = await shared.test.app.inject('/api/leads/7d444840-9dc0-11d1-b245-5ffdce74fad2')
    expect(answer.statusCode).toBe(404)
  })
})
