import { existsSync } from 'node:fs'
import { cloudwatch, ecs, rds } from '@meridian/local-world'
import { until, verifyDeployment } from '@meridian/operator-tools'
import { instanceId, REGION_IDS, type RegionId } from '@meridian/topology'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../../src/booted-world.ts'
import { visitAsCanary } from '../../src/canary.ts'
import { edgeUrl } from '../../src/visitor.ts'

const ILL: RegionId = 'us-west-2'

let world: BootedWorld
beforeAll(async () => {
  // Alarms evaluate minutes; at this time scale a minute takes three seconds.
  world = await bootWorld({ stack: 'production', settings: { timeScale: 0.05 } })
})
afterAll(() => world?.[Symbol.asyncDispose]())

describe('the production stack', () => {
  it('has two instances in each cluster, all available, and one writer among them', () => {
    const instances = world.running(rds).instances()
    expect(instances.map(({ id }) => id).sort()).toEqual(
      REGION_IDS.flatMap((region) => [instanceId(region, 1), instanceId(region, 2)]).sort(),
    )
    expect(new Set(instances.map(({ status }) => status))).toEqual(new Set(['available']))
    expect(instances.filter(({ role }) => role === 'writer')).toHaveLength(1)
  })

  it.each(REGION_IDS)('lists both instances of %s in aurora_replica_status()', async (region) => {
    const client = new pg.Client({ ...world.running(rds).administrate(instanceId(region, 1)) })
    await client.connect()
    const { rows } = await client.query('SELECT server_id FROM aurora_replica_status() ORDER BY 1')
    await client.end()
    expect(rows.map(({ server_id }) => server_id)).toEqual([1, 2].map((index) => instanceId(region, index)))
  })

  it('passes verify-deployment', async () => {
    const { checks, verdict } = await verifyDeployment(world.target, { timeoutMs: 10_000 })
    expect(checks.filter((check) => check.verdict !== 'ok')).toEqual([])
    expect(verdict).toBe('ok')
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(REGION_IDS.map((region) => `every database instance is available in ${region}`)),
    )
  })

  it('passes a canary near its region, and fails one that expects another region', async () => {
    expect(await visitAsCanary(edgeUrl(world, 'seoul'), 'ap-northeast-2')).toEqual([
      'read-campaign',
      'home-region',
    ])
    await expect(visitAsCanary(edgeUrl(world, 'seoul'), 'us-east-1')).rejects.toThrow(
      'ap-northeast-2 answered; wanted us-east-1',
    )
  })

  it('reports an unhealthy region by email and not to the pager', async () => {
    const stateOf = (name: string) =>
      world
        .running(cloudwatch)
        .alarms()
        .find(({ definition }) => definition.name === name)?.state
    const unhealthy = 'meridian-usw2-unhealthy'
    await until(
      'the region to be well',
      () => stateOf(unhealthy),
      (state) => state === 'OK',
    )
    const told = world.journal.entries().length
    await world.running(ecs).loseRegion(ILL)
    await until(
      'the region to be called ill',
      () => stateOf(unhealthy),
      (state) => state === 'ALARM',
      { deadlineMs: 20_000 },
    )
    world.running(ecs).restoreRegion(ILL)
    const messages = world.journal
      .entries()
      .slice(told)
      .filter(({ module, region }) => module === 'sns' && region === ILL)
    expect(messages.map(({ event }) => event)).toContain(`told email that ${unhealthy} is ALARM`)
    expect(messages.filter(({ subject }) => subject.endsWith('-pager'))).toEqual([])
  })

  it('stops and leaves nothing behind', async () => {
    await world[Symbol.asyncDispose]()
    expect(existsSync(world.folders.descriptionFile)).toBe(false)
  })
})
