import { randomUUID } from 'node:crypto'
import { rds } from '@meridian/local-world'
import { until } from '@meridian/operator-tools'
import { instanceId } from '@meridian/topology'
import pg from 'pg'
import { describe, expect, onTestFinished } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'
import { anyCampaign, get, postLead } from '../../src/visitor.ts'

let world: BootedWorld
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})

describe('a visitor in Seoul', () => {
  it('gets a page that Seoul rendered from its own replica', async () => {
    const answer = await get(world, 'seoul', '/ko')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-meridian-region')).toBe('ap-northeast-2')
    expect(answer.headers.get('x-amz-cf-pop')).toMatch(/^ICN/)
    const page = await answer.text()
    expect(page).toContain('lang="ko"')
    expect(page).toContain(instanceId('ap-northeast-2', 1))
  })

  it('sends a lead that the writer in Virginia stores and Seoul’s replica returns', async () => {
    const campaignSlug = await anyCampaign(world, 'seoul')
    const stored = await postLead(world, 'seoul', { campaignSlug, email: 'seoul@example.com' }, randomUUID())
    expect(stored.status).toBe(201)
    expect(stored.headers.get('x-meridian-region')).toBe('ap-northeast-2')
    expect(stored.headers.get('x-meridian-database')).toBe(`${instanceId('us-east-1', 1)} (writer)`)
    const { id } = (await stored.json()) as { id: string }

    const found = await until(
      'the lead to be replicated',
      () => get(world, 'seoul', `/api/leads/${id}`),
      (answer) => answer.status === 200,
    )
    expect(found.headers.get('x-meridian-region')).toBe('ap-northeast-2')
    expect(found.headers.get('x-meridian-database')).toBe(`${instanceId('ap-northeast-2', 1)} (reader)`)
    expect(await rowsIn(instanceId('us-east-1', 1), id)).toBe(1)
  })

  it('has one lead after sending the same form twice', async () => {
    const campaignSlug = await anyCampaign(world, 'seoul')
    const key = randomUUID()
    const [first, second] = await Promise.all([
      postLead(world, 'seoul', { campaignSlug, email: 'twice@example.com' }, key),
      postLead(world, 'seoul', { campaignSlug, email: 'twice@example.com' }, key),
    ])
    expect([first.status, second.status]).toEqual([201, 201])
    expect(await first.json()).toEqual(await second.json())
  })
})

describe('GET /api/region', () => {
  it.each([
    ['seoul', 'ap-northeast-2'],
    ['san-francisco', 'us-west-2'],
    ['frankfurt', 'us-east-1'],
  ] as const)('reports in %s that %s serves and Virginia writes', async (city, region) => {
    const report = await until(
      'the writer to be known',
      async () => (await (await get(world, city, '/api/region')).json()) as { writer: unknown },
      ({ writer }) => writer !== null,
    )
    expect(report).toMatchObject({
      region,
      reader: { instance: instanceId(region, 1), role: region === 'us-east-1' ? 'writer' : 'reader' },
      writer: { instance: instanceId('us-east-1', 1), role: 'writer', region: 'us-east-1' },
    })
  })
})

async function rowsIn(instance: string, leadId: string): Promise<number> {
  const client = new pg.Client({ ...world.running(rds).administrate(instance), database: 'marketing' })
  await client.connect()
  onTestFinished(() => client.end())
  const { rows } = await client.query('select count(*)::int as rows from leads where id = $1', [leadId])
  return rows[0].rows
}
