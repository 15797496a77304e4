import { startThrowawayPostgres, type ThrowawayPostgres } from '@meridian/database/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedCampaigns } from '../src/campaigns/seed.ts'
import { SEED_CAMPAIGNS } from '../src/campaigns/seed-data.ts'
import { startTestApp, type TestApp } from './app.ts'
import { prepareDatabase } from './database.ts'

let server: ThrowawayPostgres
let test: TestApp
beforeAll(async () => {
  server = await startThrowawayPostgres(['cluster_name=meridian-apne2-0'])
  test = await startTestApp(server, await prepareDatabase(server))
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  await server.stop()
})

const slug = SEED_CAMPAIGNS[0]!.slug

describe('GET /api/campaigns', () => {
  it('lists current campaigns in the order of the home page, in the requested language', async () => {
    const answer = await test.app.inject('/api/campaigns?locale=ko')
    expect(answer.statusCode).toBe(200)
    const { campaigns } = answer.json()
    expect(campaigns.map((campaign: { slug: string }) => campaign.slug)).toEqual(
      SEED_CAMPAIGNS.map((seed) => seed.slug),
    )
    expect(campaigns[0]).toMatchObject({
      locale: 'ko',
      title: '하늘 7, 첫 번째 시승',
      startsAt: '2026-01-01T00:00:00.000Z',
      endsAt: null,
    })
    expect(campaigns[0].attributes).toMatchObject({ rangeKm: 611 })
    expect(campaigns[0]).not.toHaveProperty('body')
  })

  it('says which region and database served it', async () => {
    const { headers } = await test.app.inject('/api/campaigns')
    expect(headers['x-meridian-region']).toBe('ap-northeast-2')
    expect(headers['x-meridian-database']).toBe('meridian-apne2-0 (writer)')
  })

  it.each([
    ['not yet begun', 'hidden-future', { starts_at: '2999-01-01T00:00:00Z' }],
    ['already over', 'hidden-past', { starts_at: '2020-01-01T00:00:00Z', ends_at: '2020-02-01T00:00:00Z' }],
    ['a draft', 'hidden-draft', { starts_at: '2020-01-01T00:00:00Z', status: 'draft' as const }],
  ])('leaves out a campaign that is %s', async (_, hidden, campaign) => {
    const { id } = await test.database.writer
      .insertInto('campaigns')
      .values({ status: 'published', ...campaign, slug: hidden, model: 'm' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await test.database.writer
      .insertInto('campaign_texts')
      .values({ campaign_id: id, locale: 'en', title: 't', summary: 's', body: 'b' })
      .execute()
    const { campaigns } = (await test.app.inject('/api/campaigns?locale=en&limit=50')).json()
    expect(campaigns.map((listed: { slug: string }) => listed.slug)).not.toContain(hidden)
    expect((await test.app.inject(`/api/campaigns/${hidden}`)).statusCode).toBe(404)
    await test.database.writer.deleteFrom('campaigns').where('id', '=', id).execute()
  })

  it('refuses an unsupported language, naming the field', async () => {
    const answer = await test.app.inject('/api/campaigns?locale=fr&limit=0')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({
      code: 'INVALID_REQUEST',
      errors: [
        { in: 'query', pointer: '#/locale', detail: '"locale" must be "ko" or "en".' },
        { in: 'query', pointer: '#/limit', detail: '"limit" must be a whole number from 1 to 50.' },
      ],
    })
  })
})

describe('GET /api/campaigns/:slug', () => {
  it('returns the whole campaign', async () => {
    const answer = await test.app.inject(`/api/campaigns/${slug}?locale=en`)
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({
      slug,
      locale: 'en',
      model: 'Haneul 7',
      version: 1,
      body: expect.stringContaining('third row'),
    })
  })

  it('answers an unknown campaign as a problem with status 404', async () => {
    const answer = await test.app.inject('/api/campaigns/no-such-car')
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(answer.json()).toEqual({
      type: 'urn:meridian:problem:campaign-not-found',
      title: 'There is no such campaign',
      status: 404,
      detail: 'No campaign "no-such-car" runs now.',
      code: 'CAMPAIGN_NOT_FOUND',
      requestId: answer.headers['x-request-id'],
    })
  })
})

describe('seedCampaigns', () => {
  it('changes nothing the second time, nor later edits', async () => {
    await test.database.writer
      .updateTable('campaigns')
      .set({ model: 'Renamed' })
      .where('slug', '=', slug)
      .execute()
    const again = await seedCampaigns(test.database.writer)
    expect(again).toEqual({ created: [], kept: SEED_CAMPAIGNS.map((seed) => seed.slug) })
    const { model } = (await test.app.inject(`/api/campaigns/${slug}`)).json()
    expect(model).toBe('Renamed')
  })
})
