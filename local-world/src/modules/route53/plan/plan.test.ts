import { describe, expect, it } from 'vitest'
import {
  aliasTo,
  aliasToRegion,
  DOMAIN,
  exampleGraph,
  names,
  node,
  record,
} from '../../../../test/route53/example-program.ts'
import { HEALTH_CHECK_TYPE } from '../resources.ts'
import { planRoute53 } from './plan.ts'

const plan = (...nodes: Parameters<typeof exampleGraph>) => planRoute53(exampleGraph(...nodes))

describe('the plan', () => {
  it('reads the example program', () => {
    const { zones, healthChecks } = plan()
    expect(zones[0]?.at(names.nearest, 'A')).toHaveLength(21)
    expect(healthChecks).toHaveLength(3)
  })

  it('treats a name without the domain as relative to the zone', () => {
    const { zones } = plan(record('short', { name: 'short', ttl: 5, records: ['192.0.2.1'] }))
    expect(zones[0]?.at(`short.${DOMAIN}`, 'A')).toHaveLength(1)
  })

  it.each([
    [
      'geolocation mixed with latency',
      record('mixed', {
        name: names.nearest,
        setIdentifier: 'extra',
        latencyRoutingPolicies: [{ region: 'us-east-1' }],
        ...aliasToRegion('us-east-1'),
      }),
      /cannot be created as other RRSets exist with the same name and type/,
    ],
    [
      'two policies in one record',
      record('two', {
        name: `two.${DOMAIN}`,
        setIdentifier: 'x',
        latencyRoutingPolicies: [{ region: 'us-east-1' }],
        weightedRoutingPolicies: [{ weight: 1 }],
        ...aliasToRegion('us-east-1'),
      }),
      /found more than one: latency, weighted/,
    ],
    [
      'a continent with a country',
      record('geo', {
        name: `geo.${DOMAIN}`,
        setIdentifier: 'x',
        geolocationRoutingPolicies: [{ continent: 'NA', country: 'US' }],
        ...aliasToRegion('us-east-1'),
      }),
      /ContinentCode "NA" can not be given together/,
    ],
    [
      'an alias to a name outside the zone',
      record('out', { name: `out.${DOMAIN}`, ...aliasTo('elsewhere.example') }),
      /does not lie within the target zone/,
    ],
    [
      'an alias to a record that does not exist',
      record('lost', { name: `lost.${DOMAIN}`, ...aliasTo(`nothing.${DOMAIN}`) }),
      /that target was not found/,
    ],
    [
      'an alias to a load balancer with the wrong zone id',
      record('wrong', {
        name: `wrong.${DOMAIN}`,
        ...aliasTo('meridian-us-east-1.us-east-1.elb.amazonaws.com', 'ZWKZPGTI48KDX'),
      }),
      /expected zone Z35SXDOTRQ7X7K/,
    ],
    [
      'an alias cycle',
      record('loop', { name: `loop.${DOMAIN}`, ...aliasTo(`loop.${DOMAIN}`) }),
      /leads back to loop/,
    ],
    [
      'a policy without a set identifier',
      record('bare', {
        name: `bare.${DOMAIN}`,
        weightedRoutingPolicies: [{ weight: 1 }],
        ...aliasToRegion('us-east-1'),
      }),
      /Missing field 'SetIdentifier'/,
    ],
    [
      'a health check that is not in the program',
      record('unknown', { name: `u.${DOMAIN}`, ttl: 5, records: ['192.0.2.1'], healthCheckId: 'nope' }),
      /NoSuchHealthCheck/,
    ],
    [
      'an unsupported health check type',
      node(HEALTH_CHECK_TYPE, 'metric', { type: 'PING' }),
      /"PING" is not supported/,
    ],
    [
      'a check of a routing control that is not in the program',
      node(HEALTH_CHECK_TYPE, 'switch', { type: 'RECOVERY_CONTROL', routingControlArn: 'arn:none' }),
      /routing control arn:none is not in the program/,
    ],
    [
      'a check without a routing control',
      node(HEALTH_CHECK_TYPE, 'switch', { type: 'RECOVERY_CONTROL' }),
      /needs a routingControlArn/,
    ],
    [
      'an interval that AWS does not support',
      node(HEALTH_CHECK_TYPE, 'odd', { type: 'HTTP', fqdn: 'a', requestInterval: 5 }),
      /requestInterval is 5, expected 10 or 30/,
    ],
  ])('refuses %s', (_, extra, message) => {
    expect(() => plan(extra)).toThrow(message)
  })
})
