import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  ListHealthChecksCommand,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandOutput,
  Route53Client,
  TestDNSAnswerCommand,
} from '@aws-sdk/client-route-53'
import { REGION_IDS } from '@meridian/topology'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import type { RunningRoute53 } from '../../src/modules/route53/running.ts'
import { type ControlEndpoint, startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { ask } from './dns-client.ts'
import { DOMAIN, exampleGraph, healthCheckId, names, ZONE_ID } from './example-program.ts'
import { createStandIns, regionAddress } from './stand-ins.ts'

let running: RunningRoute53
let endpoint: ControlEndpoint
let client: Route53Client

beforeAll(async () => {
  const { world, dependencies } = createStandIns()
  running = await startRoute53(planRoute53(exampleGraph()), world, dependencies)
  endpoint = await startControlEndpoint([running.control!], world.journal, OPEN)
  client = new Route53Client({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
})
afterAll(async () => {
  client.destroy()
  await endpoint[Symbol.asyncDispose]()
  await running[Symbol.asyncDispose]()
})

const create = (name: string, value: string) => ({
  Action: 'CREATE' as const,
  ResourceRecordSet: {
    Name: `${name}.${DOMAIN}`,
    Type: 'A' as const,
    TTL: 5,
    ResourceRecords: [{ Value: value }],
  },
})
const change = (...Changes: Change[]) =>
  client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: ZONE_ID, ChangeBatch: { Changes } }))

it('TestDNSAnswer returns what the DNS server answers', async () => {
  const answer = await client.send(
    new TestDNSAnswerCommand({
      HostedZoneId: ZONE_ID,
      RecordName: names.nearest,
      RecordType: 'A',
      EDNS0ClientSubnetIP: '198.18.82.0',
    }),
  )
  expect(answer).toMatchObject({ ResponseCode: 'NOERROR', RecordData: [regionAddress['ap-northeast-2']] })
})

// INV-ROUTE53-3
it('(28) a change is PENDING, then INSYNC and visible in answers', async () => {
  const { ChangeInfo } = await change(create('made', '192.0.2.7'))
  expect(ChangeInfo?.Status).toBe('PENDING')
  expect((await ask(running.port, { name: `made.${DOMAIN}` })).rcode).toBe('NXDOMAIN')
  const listed = await client.send(
    new ListResourceRecordSetsCommand({
      HostedZoneId: ZONE_ID,
      StartRecordName: `made.${DOMAIN}`,
      MaxItems: 1,
    }),
  )
  expect(listed.ResourceRecordSets).toMatchObject([{ Name: `made.${DOMAIN}.` }])
  await expect
    .poll(async () => (await client.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status)
    .toBe('INSYNC')
  const answer = await ask(running.port, { name: `made.${DOMAIN}` })
  expect(answer.answers).toMatchObject([{ data: '192.0.2.7', ttl: 5 }])
})

it('(26) a batch with one error changes nothing', async () => {
  const taken = names.region('us-east-1')
  const label = taken.slice(0, -DOMAIN.length - 1)
  const batch = change(create('half', '192.0.2.8'), create(label, '192.0.2.9'))
  await expect(batch).rejects.toMatchObject({
    name: 'InvalidChangeBatch',
    message: `[Tried to create resource record set [name='${taken}.', type='A'] but it already exists]`,
  })
  expect((await ask(running.port, { name: `half.${DOMAIN}` })).rcode).toBe('NXDOMAIN')
})

it('a batch that upserts the same record set twice is refused', async () => {
  const upsert = (value: string) => ({ ...create('twice', value), Action: 'UPSERT' as const })
  await expect(change(upsert('192.0.2.8'), upsert('192.0.2.9'))).rejects.toMatchObject({
    name: 'InvalidChangeBatch',
    message: `[The request contains an invalid set of changes for a resource record set 'A twice.${DOMAIN}.']`,
  })
})

it('record sets are listed in consecutive pages', async () => {
  const seen: string[] = []
  let page: ListResourceRecordSetsCommandOutput | undefined
  do {
    page = await client.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: ZONE_ID,
        MaxItems: 7,
        StartRecordName: page?.NextRecordName,
        StartRecordType: page?.NextRecordType,
        StartRecordIdentifier: page?.NextRecordIdentifier,
      }),
    )
    for (const record of page.ResourceRecordSets ?? [])
      seen.push(`${record.Name} ${record.Type} ${record.SetIdentifier}`)
  } while (page.IsTruncated)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(planRoute53(exampleGraph()).zones[0]!.records.length)
})

it('unknown zones and health checks are named in the error', async () => {
  const zone = client.send(new ListResourceRecordSetsCommand({ HostedZoneId: 'ZNOPE' }))
  await expect(zone).rejects.toMatchObject({
    name: 'NoSuchHostedZone',
    message: 'No hosted zone found with ID: ZNOPE',
  })
  const check = client.send(new GetHealthCheckStatusCommand({ HealthCheckId: 'nope' }))
  await expect(check).rejects.toMatchObject({ name: 'NoSuchHealthCheck' })
})

it('a hosted zone is described with its name servers', async () => {
  const { HostedZone, DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: ZONE_ID }))
  expect(HostedZone).toMatchObject({
    Id: `/hostedzone/${ZONE_ID}`,
    Name: `${DOMAIN}.`,
    Config: { PrivateZone: false },
  })
  expect(DelegationSet?.NameServers).toEqual(planRoute53(exampleGraph()).zones[0]!.nameServers)
  const unknown = client.send(new GetHostedZoneCommand({ Id: 'ZNOPE' }))
  await expect(unknown).rejects.toMatchObject({ name: 'NoSuchHostedZone' })
})

it('hosted zones are listed from a given name, in the order of reversed labels', async () => {
  const from = (DNSName: string) => client.send(new ListHostedZonesByNameCommand({ DNSName }))
  const [parent, child] = [DOMAIN.slice(DOMAIN.indexOf('.') + 1), `a.${DOMAIN}`]
  expect(await from(parent)).toMatchObject({ DNSName: parent, HostedZones: [{ Name: `${DOMAIN}.` }] })
  expect((await from(DOMAIN)).HostedZones).toHaveLength(1)
  expect((await from(child)).HostedZones).toEqual([])
})

it('health checks are listed as the program has them', async () => {
  const { HealthChecks, IsTruncated } = await client.send(new ListHealthChecksCommand({}))
  expect(IsTruncated).toBe(false)
  expect(HealthChecks).toHaveLength(REGION_IDS.length)
  expect(HealthChecks?.find(({ Id }) => Id === healthCheckId('us-west-2'))?.HealthCheckConfig).toMatchObject({
    Type: 'HTTP',
    FullyQualifiedDomainName: names.region('us-west-2'),
    Port: 80,
    ResourcePath: '/api/health/ready',
    RequestInterval: 10,
    FailureThreshold: 3,
  })
})
