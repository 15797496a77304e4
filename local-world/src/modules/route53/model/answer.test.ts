import { CITIES, type CityId, REGION_IDS, type RegionId } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import {
  aliasTo,
  aliasToRegion,
  DOMAIN,
  exampleGraph,
  healthCheckId,
  loadBalancerName,
  names,
  node,
  record,
} from '../../../../test/route53/example-program.ts'
import { planRoute53 } from '../plan/plan.ts'
import { ZONE_TYPE } from '../resources.ts'
import { answerFromZone, type HealthFacts } from './answer.ts'
import { createLocator } from './location.ts'
import type { Zone } from './zone.ts'

const zone = planRoute53(exampleGraph()).zones[0] as Zone
const locate = createLocator()
const inCity = (city: CityId) => locate(CITIES[city].testNetwork.replace('0/24', '7'))
const nowhere = locate('8.8.8.8')

/** Everything is healthy except the load balancers of these regions, by target health. */
const without = (...dead: readonly RegionId[]): HealthFacts => ({
  isCheckHealthy: () => true,
  isTargetHealthy: (name) => !dead.some((region) => loadBalancerName(region) === name),
})

function target(name: string, source = nowhere, health = without(), from = zone): string | undefined {
  return answerFromZone(from, name, 'A', source, health).records[0]?.aliasTo
}

const zoneOf = (...nodes: Parameters<typeof exampleGraph>) =>
  planRoute53(exampleGraph(...nodes)).zones[0] as Zone

describe('geolocation', () => {
  // INV-ROUTE53-7
  it('(21) prefers the state to the country, the country to the continent, the continent to the default', () => {
    const areas = [
      ['state', { country: 'US', subdivision: 'CA' }],
      ['country', { country: 'US' }],
      ['continent', { continent: 'NA' }],
      ['default', { country: '*' }],
    ] as const
    for (const [index, [id]] of areas.entries()) {
      const left = areas.slice(index).toReversed()
      const some = zoneOf(
        ...left.map(([setIdentifier, match]) =>
          record('area', {
            name: `geo.${DOMAIN}`,
            setIdentifier,
            geolocationRoutingPolicies: [match],
            ttl: 60,
            records: ['192.0.2.1'],
          }),
        ),
      )
      const { records } = answerFromZone(some, `geo.${DOMAIN}`, 'A', inCity('san-francisco'), without())
      expect(records[0]?.path[0]?.setIdentifier).toBe(id)
    }
  })

  it('(22) answers NOERROR without records when there is no default', () => {
    const some = zoneOf(
      record('asia', {
        name: `geo.${DOMAIN}`,
        setIdentifier: 'asia',
        geolocationRoutingPolicies: [{ continent: 'AS' }],
        ...aliasToRegion('ap-northeast-2'),
      }),
    )
    const answer = answerFromZone(some, `geo.${DOMAIN}`, 'A', inCity('frankfurt'), without())
    expect(answer).toMatchObject({ status: 'NOERROR', records: [] })
  })

  it('(23) answers with the smallest matching area when all areas are unhealthy', () => {
    const some = zoneOf(
      ...(['AS', 'EU'] as const).map((continent) =>
        record('area', {
          name: `geo.${DOMAIN}`,
          setIdentifier: continent,
          geolocationRoutingPolicies: [{ continent }],
          ...aliasToRegion('ap-northeast-2'),
        }),
      ),
      record('default', {
        name: `geo.${DOMAIN}`,
        setIdentifier: 'default',
        geolocationRoutingPolicies: [{ country: '*' }],
        ...aliasToRegion('us-east-1'),
      }),
    )
    const seoul = inCity('seoul')
    expect(target(`geo.${DOMAIN}`, seoul, without('ap-northeast-2'), some)).toBe(
      loadBalancerName('us-east-1'),
    )
    expect(target(`geo.${DOMAIN}`, seoul, without(...REGION_IDS), some)).toBe(
      loadBalancerName('ap-northeast-2'),
    )
  })

  it.each([
    ['seoul', 'ap-northeast-2'],
    ['tokyo', 'ap-northeast-2'],
    ['sydney', 'ap-northeast-2'],
    ['san-francisco', 'us-west-2'],
    ['new-york', 'us-east-1'],
    ['sao-paulo', 'us-east-1'],
    ['frankfurt', 'us-east-1'],
  ] as const)('routes %s to %s', (city, region) => {
    expect(target(names.nearest, inCity(city))).toBe(loadBalancerName(region))
  })

  it('routes an unknown location to the default', () => {
    expect(target(names.nearest)).toBe(loadBalancerName('us-east-1'))
  })
})

describe('alias trees', () => {
  it('skip an unhealthy region for the next nearest', () => {
    expect(target(names.nearest, inCity('seoul'), without('ap-northeast-2'))).toBe(
      loadBalancerName('us-west-2'),
    )
    expect(target(names.nearest, inCity('frankfurt'), without('us-east-1'))).toBe(
      loadBalancerName('us-west-2'),
    )
    expect(target(names.nearest, inCity('seoul'), without('ap-northeast-2', 'us-west-2'))).toBe(
      loadBalancerName('us-east-1'),
    )
  })

  it('skip a region whose own health check fails although its targets are healthy', () => {
    const health = { ...without(), isCheckHealthy: (id: string) => id !== healthCheckId('ap-northeast-2') }
    expect(target(names.nearest, inCity('seoul'), health)).toBe(loadBalancerName('us-west-2'))
  })

  it('answer with the first choice when everything is unhealthy', () => {
    expect(target(names.nearest, inCity('seoul'), without(...REGION_IDS))).toBe(
      loadBalancerName('ap-northeast-2'),
    )
  })

  it('never skip a branch with evaluateTargetHealth off', () => {
    const some = zoneOf(
      record('primary', {
        name: `f.${DOMAIN}`,
        setIdentifier: 'primary',
        failoverRoutingPolicies: [{ type: 'PRIMARY' }],
        ...aliasTo(names.tree('us-west-2'), undefined, false),
      }),
      record('secondary', {
        name: `f.${DOMAIN}`,
        setIdentifier: 'secondary',
        failoverRoutingPolicies: [{ type: 'SECONDARY' }],
        ...aliasToRegion('us-east-1'),
      }),
    )
    expect(target(`f.${DOMAIN}`, nowhere, without(...REGION_IDS), some)).toBe(loadBalancerName('us-west-2'))
  })

  it('offer a second region that differs from the first', () => {
    expect(target(names.next, inCity('seoul'))).toBe(loadBalancerName('us-west-2'))
    expect(target(names.next, inCity('san-francisco'))).toBe(loadBalancerName('us-east-1'))
    expect(target(names.next, inCity('frankfurt'))).toBe(loadBalancerName('us-west-2'))
  })
})

describe('weighted records', () => {
  const some = zoneOf(
    ...[
      ['a', 3],
      ['b', 1],
      ['c', 0],
    ].map(([setIdentifier, weight]) =>
      record('weighted', {
        name: `w.${DOMAIN}`,
        setIdentifier,
        weightedRoutingPolicies: [{ weight }],
        ttl: 5,
        records: [`192.0.2.${weight}`],
      }),
    ),
  )
  it.each([
    [0, '192.0.2.3'],
    [0.74, '192.0.2.3'],
    [0.76, '192.0.2.1'],
    [0.999, '192.0.2.1'],
  ])('are chosen by weight: %f selects %s', (drawn, expected) => {
    const { records } = answerFromZone(some, `w.${DOMAIN}`, 'A', nowhere, without(), () => drawn)
    expect(records[0]?.values).toEqual([expected])
  })
})

describe('names', () => {
  const some = zoneOf(
    record('wild', { name: `*.wild.${DOMAIN}`, ttl: 5, records: ['192.0.2.9'] }),
    record('kept', { name: `kept.wild.${DOMAIN}`, type: 'TXT', ttl: 5, records: ['"x"'] }),
    record('cname', { name: `www.${DOMAIN}`, type: 'CNAME', ttl: 30, records: [`a.wild.${DOMAIN}`] }),
    record('deep', { name: `a.b.deep.${DOMAIN}`, ttl: 5, records: ['192.0.2.8'] }),
  )
  const ask = (name: string, type = 'A') => answerFromZone(some, name, type, nowhere, without())

  it('without records are NXDOMAIN, unless they have records below them', () => {
    expect(ask(`nothing.${DOMAIN}`).status).toBe('NXDOMAIN')
    expect(ask(`b.deep.${DOMAIN}`)).toMatchObject({ status: 'NOERROR', records: [] })
  })

  it('match a wildcard only where no closer name exists', () => {
    expect(ask(`any.wild.${DOMAIN}`).records[0]).toMatchObject({
      name: `any.wild.${DOMAIN}`,
      values: ['192.0.2.9'],
    })
    expect(ask(`kept.wild.${DOMAIN}`)).toMatchObject({ status: 'NOERROR', records: [] })
  })

  it('follow a CNAME inside the zone', () => {
    expect(ask(`www.${DOMAIN}`).records.map(({ type }) => type)).toEqual(['CNAME', 'A'])
  })

  it('include the SOA and NS records at the zone apex', () => {
    expect(ask(DOMAIN, 'SOA').records).toHaveLength(1)
    expect(ask(DOMAIN, 'NS').records[0]?.values).toHaveLength(4)
  })
})

it('plans a second zone for its own subdomain', () => {
  const child = node(
    ZONE_TYPE,
    'child',
    { name: `child.${DOMAIN}` },
    { nameServers: ['ns-1.test'] },
    'ZCHILD',
  )
  expect(planRoute53(exampleGraph(child)).zones).toHaveLength(2)
})
