import {
  type Change,
  ChangeResourceRecordSetsCommand,
  ListHostedZonesCommand,
  Route53Client,
} from '@aws-sdk/client-route-53'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import { ZONE_TYPE } from '../../src/modules/route53/resources.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { DOMAIN, graphOf, node, ZONE_ID } from './example-program.ts'
import { createStandIns } from './stand-ins.ts'

/** The clock stands still: all requests arrive at the same instant. */
async function startStill() {
  const { world, dependencies } = createStandIns()
  const clock = createManualClock()
  const graph = graphOf([
    node(ZONE_TYPE, 'zone', { name: DOMAIN }, { zoneId: ZONE_ID, nameServers: ['ns.test'] }, ZONE_ID),
  ])
  const still = { ...world, clock, settings: createSettings({ timeScale: 1 }) }
  const running = await startRoute53(planRoute53(graph), still, dependencies)
  const endpoint = await startControlEndpoint([running.control!], world.journal, OPEN)
  const client = new Route53Client({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoint[Symbol.asyncDispose]()
    const stopped = running[Symbol.asyncDispose]()
    await clock.advance(1_000)
    await stopped
  })
  const change = (...Changes: Change[]) =>
    client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: ZONE_ID, ChangeBatch: { Changes } }))
  return { client, clock, change }
}

const records = (Action: 'CREATE' | 'UPSERT', count: number, label = 'many'): Change => ({
  Action,
  ResourceRecordSet: {
    Name: `${label}.${DOMAIN}`,
    Type: 'TXT',
    TTL: 5,
    ResourceRecords: Array.from({ length: count }, (_, index) => ({ Value: `"${index}"` })),
  },
})

describe('limits', () => {
  // INV-ROUTE53-4
  it('(29) the sixth request in a second is throttled, and the next second is free again', async () => {
    const { client, clock } = await startStill()
    const list = () => client.send(new ListHostedZonesCommand({}))
    for (let request = 0; request < 5; request++) await list()
    await expect(list()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' })
    await clock.advance(1_000)
    expect((await list()).HostedZones).toHaveLength(1)
  })

  it('a zone refuses a second change while the first is being processed', async () => {
    const { change, clock } = await startStill()
    await change(records('CREATE', 1))
    await expect(change(records('UPSERT', 2))).rejects.toMatchObject({ name: 'PriorRequestNotComplete' })
    await clock.advance(500)
    expect((await change(records('UPSERT', 2))).ChangeInfo?.Status).toBe('PENDING')
  })

  // INV-ROUTE53-4
  it('(27) an UPSERT counts twice towards the thousand records of a batch', async () => {
    const { change } = await startStill()
    // A record set has at most 400 values.
    const inAll501 = (action: 'CREATE' | 'UPSERT') =>
      change(records(action, 400, 'first'), records(action, 101, 'second'))
    await expect(inAll501('UPSERT')).rejects.toMatchObject({
      name: 'InvalidChangeBatch',
      message: '[Number of records limit of 1000 exceeded.]',
    })
    expect((await inAll501('CREATE')).ChangeInfo?.Status).toBe('PENDING')
  })
})
