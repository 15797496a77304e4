import { randomUUID } from 'node:crypto'
import { route53 } from '@meridian/local-world'
import { queryDns } from '@meridian/operator-tools'
import { CITIES, dnsNames } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { bootWorld } from '../src/booted-world.ts'
import { anyCampaign, get, postLead } from '../src/visitor.ts'

/** TEST-NET-1: in no area of the geolocation table. */
const NOWHERE = '192.0.2.0/24'

describe('a program without its default geolocation record', () => {
  it('leaves a visitor from nowhere without an answer, as Route 53 does, and serves the others', async () => {
    await using world = await bootWorld({
      edit: (graph) => graph.without((node) => node.name === 'routing-nearest-default'),
    })
    const name = dnsNames(String(world.graph.contents.stackOutputs.domain)).nearest
    const server = { host: '127.0.0.1', port: world.running(route53).port }
    const ask = (clientSubnet: string) => queryDns(server, { name, type: 'A', clientSubnet })
    expect(await ask(NOWHERE)).toMatchObject({ responseCode: 'NOERROR', values: [] })
    expect((await ask(CITIES.seoul.testNetwork)).values).not.toEqual([])
  })
})

describe('a program without Seoul’s rule to the database', () => {
  it('lets Seoul read and not write, with a time-out that the journal explains', async () => {
    await using world = await bootWorld({
      edit: (graph) => graph.without((node) => node.name === 'use1-security-database-from-apne2'),
    })
    const campaignSlug = await anyCampaign(world, 'seoul')
    expect((await get(world, 'seoul', `/api/campaigns/${campaignSlug}?locale=ko`)).status).toBe(200)

    const refused = await postLead(
      world,
      'seoul',
      { campaignSlug, email: 'nobody@example.com' },
      randomUUID(),
    )
    expect(refused.status).toBe(503)
    const elsewhere = await postLead(
      world,
      'frankfurt',
      { campaignSlug, email: 'else@example.com' },
      randomUUID(),
    )
    expect(elsewhere.status).toBe(201)

    const dropped = world.journal.entries().find((entry) => entry.event === 'connection dropped')
    expect(dropped).toMatchObject({ module: 'network' })
    expect(JSON.stringify(dropped)).toMatch(/ingress.*tcp.*5432.*10\.2\./)
  })
})
