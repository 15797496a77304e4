import { ecs, elbv2, route53 } from '@meridian/local-world'
import { queryDns, until } from '@meridian/operator-tools'
import { CITIES, type CityId, dnsNames, REGION_IDS, type RegionId } from '@meridian/topology'
import { describe, expect } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'

let world: BootedWorld
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})

const server = () => ({ host: '127.0.0.1', port: world.running(route53).port })
const names = () => dnsNames(String(world.graph.contents.stackOutputs.domain))

async function addressesFor(city: CityId, name: string): Promise<readonly string[]> {
  const answer = await queryDns(server(), { name, type: 'A', clientSubnet: CITIES[city].testNetwork })
  return [...answer.values].sort()
}

/** The region whose load balancer a city's visitors are sent to; undefined if it is none of them. */
async function regionFor(city: CityId): Promise<RegionId | undefined> {
  const answered = await addressesFor(city, names().nearest)
  for (const region of REGION_IDS) {
    const own = await addressesFor(city, names().region(region))
    if (answered.length > 0 && answered.every((address) => own.includes(address))) return region
  }
  return undefined
}

describe('the answer for the nearest region', () => {
  it.each([
    ['seoul', 'ap-northeast-2'],
    ['tokyo', 'ap-northeast-2'],
    ['sydney', 'ap-northeast-2'],
    ['san-francisco', 'us-west-2'],
    ['new-york', 'us-east-1'],
    ['sao-paulo', 'us-east-1'],
    ['frankfurt', 'us-east-1'],
  ] as const)('for %s is the load balancer of %s', async (city, region) => {
    expect(await regionFor(city)).toBe(region)
  })

  it('carries the scope prefix length of the client subnet', async () => {
    const answer = await queryDns(server(), {
      name: names().nearest,
      type: 'A',
      clientSubnet: CITIES.seoul.testNetwork,
    })
    expect(answer).toMatchObject({
      responseCode: 'NOERROR',
      ttlSeconds: 60,
      scopePrefixLength: expect.any(Number),
    })
  })

  it('moves to Oregon when all of Seoul’s tasks have stopped, and back when they run again', async () => {
    const services = world
      .running(ecs)
      .services()
      .filter((service) => service.region === 'ap-northeast-2')
    expect(services).toHaveLength(2)
    for (const service of services) world.running(ecs).setDesiredCount(service.arn, 0)
    await until(
      'the Korean answer to move',
      () => regionFor('seoul'),
      (region) => region === 'us-west-2',
    )
    for (const service of services) world.running(ecs).setDesiredCount(service.arn, service.desiredCount)
    await until(
      'the Korean answer to return',
      () => regionFor('seoul'),
      (region) => region === 'ap-northeast-2',
    )
    expect(world.running(elbv2).aliasHealth(albOf('ap-northeast-2'))).toBe(true)
  })
})

function albOf(region: RegionId): string {
  const balancers = world.graph.contents.stackOutputs.loadBalancers as Record<RegionId, { dnsName: string }>
  return balancers[region].dnsName
}
