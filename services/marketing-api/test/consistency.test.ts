import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { shareTestApp, type TestApp } from './app.ts'

const shared = shareTestApp(['cluster_name=meridian-use1-1'])

const LEAD = {
  campaignSlug: 'baram-ev-city-week',
  kind: 'contact',
  name: '김민지',
  email: 'minji@example.com',
  locale: 'ko',
  consent: true,
}

const post = (key: string, headers: Record<string, string> = {}, from: TestApp = shared.test) =>
  from.app.inject({
    method: 'POST',
    url: '/api/leads',
    headers: { 'idempotency-key': key, ...headers },
    payload: LEAD,
  })

it('returns a token with a write, as header and as cookie, and accepts both', async () => {
  const written = await post('token-key-1')
  const token = String(written.headers['x-meridian-consistency'])
  expect(token).toMatch(/^[\w~-]{20,}$/)
  expect(written.headers['set-cookie']).toContain(`meridian-consistency=${token}; Path=/;`)
  const url = `/api/leads/${written.json().id}`
  for (const headers of [
    { 'x-meridian-consistency': token },
    { cookie: `other=1; meridian-consistency=${token}` },
  ]) {
    const read = await shared.test.app.inject({ url, headers })
    expect(read.statusCode).toBe(200)
    expect(read.headers['x-meridian-consistency']).toMatch(/^[\w~-]{20,}$/)
  }
})

it('reads campaigns for a request with a token, and returns a newer one', async () => {
  const token = String((await post('token-key-2')).headers['x-meridian-consistency'])
  const answer = await shared.test.app.inject({
    url: '/api/campaigns?locale=ko',
    headers: { 'x-meridian-consistency': token },
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.json().campaigns[0]).toMatchObject({ locale: 'ko', title: '하늘 7, 첫 번째 시승' })
  expect(answer.headers['x-meridian-consistency']).toBeDefined()
  expect((await shared.test.app.inject('/api/campaigns')).headers).not.toHaveProperty(
    'x-meridian-consistency',
  )
})

it('does not return a token that the client already has', async () => {
  const url = '/api/campaigns?locale=ko'
  const ask = (token: unknown) =>
    shared.test.app.inject({ url, headers: { 'x-meridian-consistency': String(token) } })
  const token = (await post('token-key-5')).headers['x-meridian-consistency']
  const newer = (await ask(token)).headers['x-meridian-consistency']
  expect(newer).not.toBe(token)
  const { headers } = await ask(newer)
  expect(headers).not.toHaveProperty('x-meridian-consistency')
  expect(headers).not.toHaveProperty('set-cookie')
})

it('ignores a token that it did not sign', async () => {
  const answer = await shared.test.app.inject({
    url: '/api/campaigns',
    headers: { 'x-meridian-consistency': 'made-up' },
  })
  expect(answer.statusCode).toBe(200)
})

it('answers 503 with Retry-After for a write that cannot be stored in time', async () => {
  await using away = await shared.another({ writerPort: 1, config: { writeBudgetMs: 50 } })
  const answer = await post('token-key-3', {}, away)
  expect([answer.statusCode, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([
    503,
    '1',
    'no-store',
  ])
  expect(answer.json().code).toBe('WRITES_UNAVAILABLE')
})

it('refuses a write without a majority of the regions with a specific code', async () => {
  await using alone = await shared.another({ config: { writeBudgetMs: 1_000 } })
  const { writer } = shared.test.database
  // Connect first: a writer that was never reached in time is a different refusal.
  expect((await post('token-key-6', {}, alone)).statusCode).toBe(201)
  await writer.updateTable('writer_epoch').set({ granted_at: '-infinity' }).execute()
  const neighbours = ['us-east-1', 'us-west-2'].map((region) => ({ region, renewed_at: '-infinity' }))
  await writer.insertInto('region_support').values(neighbours).execute()
  const answer = await post('token-key-5', {}, alone)
  await writer.deleteFrom('region_support').execute()
  expect([answer.statusCode, answer.headers['retry-after'], answer.json().code]).toEqual([
    503,
    '2',
    'NO_MAJORITY',
  ])
})

it('reports that it is behind, not that a stored lead does not exist', async () => {
  await using away = await shared.another({ writerPort: 1 })
  const written = await post('token-key-4')
  const token = String(written.headers['x-meridian-consistency'])
  // The reader forgets, which looks like lag to a client.
  await shared.test.database.writer.updateTable('commit_markers').set({ n: 0 }).execute()
  const read = await away.app.inject({
    url: `/api/leads/${written.json().id}`,
    headers: { 'x-meridian-consistency': token },
  })
  expect(read.statusCode).toBe(503)
  expect(read.json().code).toBe('NOT_CAUGHT_UP')
  expect(read.headers['retry-after']).toBe('1')
})

it('reports a lead as lost that an older writer acknowledged and that was not replicated', async () => {
  const { writer } = shared.test.database
  const written = await post('token-key-6')
  const lead = written.json().id
  const older = { 'x-meridian-consistency': String(written.headers['x-meridian-consistency']) }
  const lookUp = (id: string, headers: Record<string, string>) =>
    shared.test.app.inject({ url: `/api/leads/${id}`, headers })

  // What a promotion without these rows leaves behind.
  await writer.deleteFrom('leads').where('id', '=', lead).execute()
  await writer.deleteFrom('idempotency_keys').where('key', '=', 'token-key-6').execute()
  expect((await lookUp(lead, older)).json().code).toBe('LEAD_NOT_FOUND')
  await sql`update writer_epoch set epoch = epoch + 1`.execute(writer)
  await sql`update commit_markers set epoch = epoch + 1`.execute(writer)

  const lost = await lookUp(lead, older)
  expect(lost.statusCode).toBe(410)
  expect(lost.json()).toMatchObject({
    type: 'urn:meridian:problem:lead-lost',
    title: 'Acknowledged by a region that was lost',
    detail: expect.stringContaining('Send it again with the same Idempotency-Key'),
  })
  // The answer's token is from the new epoch, so it proves nothing about the old one; nor does no token.
  const newer = { 'x-meridian-consistency': String(lost.headers['x-meridian-consistency']) }
  expect((await lookUp(lead, newer)).json().code).toBe('LEAD_NOT_FOUND')
  expect((await lookUp(lead, {})).json().code).toBe('LEAD_NOT_FOUND')

  const again = await post('token-key-6', older)
  expect(again.statusCode).toBe(201)
  expect((await lookUp(again.json().id, older)).statusCode).toBe(200)
})
