import { randomUUID } from 'node:crypto'
import { rds, route53 } from '@meridian/local-world'
import { type Check, queryDns, until, verifyDeployment } from '@meridian/operator-tools'
import { RUNNING_MISTAKES, type RunningMistake } from '@meridian/policy'
import { CITIES, dnsNames, REGION_IDS } from '@meridian/topology'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { anyCampaign, get, postLead } from '../src/visitor.ts'

/** TEST-NET-1, which no area of the geolocation table contains. */
const NOWHERE = '192.0.2.0/24'
const DAY_MS = 86_400_000
/** The world's certificates are valid for a year. */
const ELEVEN_MONTHS_AND_A_HALF_MS = 345 * DAY_MS
const LONGER_THAN_A_WRITE_MS = 20_000

const MISTAKES: readonly RunningMistake[] = Object.values(RUNNING_MISTAKES)

/** Other checks that fail because of the mistakes. */
const CONSEQUENCES = [
  'every secondary cluster is connected',
  'nearest has a record for every area',
  'nearest answers visitors whose area is unknown',
  'every alarm has data in us-west-2',
  'the edge serves a page to São Paulo',
  'the edge serves data to São Paulo',
  'us-west-2 reads a replica that keeps up',
  // Seoul forgets the writer after a few refused writes.
  'ap-northeast-2 reports a writer',
  'ap-northeast-2 stores a write once and reads it back',
  'every way in leads to the same writer',
  ...REGION_IDS.map((region) => `${region} shows a certificate that is valid for 30 days or more`),
]

let world: BootedWorld
beforeAll(async () => {
  world = await bootWorld({
    edit: (graph) => MISTAKES.reduce((planted, { plant }) => plant?.(planted) ?? planted, graph),
  })
})
afterAll(() => world?.[Symbol.asyncDispose]())

describe('a program without its default geolocation record', () => {
  it('gives a visitor from an unknown area an empty answer, as Route 53 does, and serves the others', async () => {
    const name = dnsNames(String(world.graph.contents.stackOutputs.domain)).nearest
    const server = { host: '127.0.0.1', port: world.running(route53).port }
    const ask = (clientSubnet: string) => queryDns(server, { name, type: 'A', clientSubnet })
    expect(await ask(NOWHERE)).toMatchObject({ responseCode: 'NOERROR', values: [] })
    expect((await ask(CITIES.seoul.testNetwork)).values).not.toEqual([])
  })
})

describe('a program without Seoul’s rule to the database', () => {
  it('lets Seoul read but not write, and explains the timeout in the journal', async () => {
    const campaignSlug = await anyCampaign(world, 'seoul')
    expect((await get(world, 'seoul', `/api/campaigns/${campaignSlug}?locale=ko`)).status).toBe(200)
    const leave = (city: 'seoul' | 'frankfurt') =>
      postLead(world, city, { campaignSlug, email: `${city}@example.com` }, randomUUID())
    expect((await leave('seoul')).status).toBe(503)
    expect((await leave('frankfurt')).status).toBe(201)

    const { caughtBy, says } = RUNNING_MISTAKES.seoulMayNotReachTheWriter
    const dropped = world.journal.entries().find(({ event }) => event === caughtBy)
    expect(dropped).toMatchObject({ module: 'network' })
    expect(JSON.stringify(dropped)).toMatch(says)
  })
})

describe('verify-deployment', () => {
  it('fails for each mistake in the running world, and for nothing else', async () => {
    world.running(rds).pauseReplication('us-west-2')
    const now = () => Date.now() + ELEVEN_MONTHS_AND_A_HALF_MS
    const { failed } = await until(
      'verify-deployment to name every mistake',
      async () =>
        judgedBy((await verifyDeployment(world.target, { timeoutMs: LONGER_THAN_A_WRITE_MS, now })).checks),
      ({ unseen }) => unseen.length === 0,
      { deadlineMs: 90_000, pollMs: 1_000 },
    )
    expect(failed.filter((name) => !CONSEQUENCES.includes(name))).toEqual([])
  })
})

/** The mistakes whose cause no failed check reports, and the names of the failed checks. */
function judgedBy(checks: readonly Check[]) {
  const failed = checks.filter(({ verdict }) => verdict !== 'ok')
  const unseen = MISTAKES.filter(
    ({ layer, caughtBy, says }) =>
      layer === 'verify-deployment' &&
      !failed.some(({ name, detail }) => name === caughtBy && says.test(detail)),
  )
  return {
    unseen: unseen.map(({ mistake }) => mistake),
    failed: failed.map(({ name }) => name),
    details: failed.map(({ name, detail }) => `${name}: ${detail}`),
  }
}
