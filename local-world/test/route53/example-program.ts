import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import { AREAS, dnsNames, otherRegions, REGION_IDS, type RegionId } from '@meridian/topology'
import { HEALTH_CHECK_TYPE, RECORD_TYPE, ZONE_TYPE } from '../../src/modules/route53/resources.ts'

export const DOMAIN = 'meridian.example'
export const ZONE_ID = 'Z0000000000000000TEST'
export const names = dnsNames(DOMAIN)
export const loadBalancerName = (region: RegionId) => `meridian-${region}.${region}.elb.amazonaws.com`

const LOAD_BALANCER_ZONES = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-west-2': 'Z1H1FL5HABSF5',
  'ap-northeast-2': 'ZWKZPGTI48KDX',
}

type Values = Readonly<Record<string, unknown>>

export function node(
  type: string,
  name: string,
  inputs: Values,
  outputs: Values = {},
  id = name,
): ResourceNode {
  return sampleNode({ type, name, id, inputs, outputs: { ...inputs, ...outputs } })
}

export const record = (name: string, inputs: Values): ResourceNode =>
  node(RECORD_TYPE, `${inputs.name}-${inputs.setIdentifier ?? name}`, {
    zoneId: ZONE_ID,
    type: 'A',
    ...inputs,
  })

export const aliasTo = (name: string, zoneId = ZONE_ID, evaluateTargetHealth = true) => ({
  aliases: [{ name, zoneId, evaluateTargetHealth }],
})

export const aliasToRegion = (region: RegionId, evaluateTargetHealth = true) =>
  aliasTo(loadBalancerName(region), LOAD_BALANCER_ZONES[region], evaluateTargetHealth)

export const healthCheckId = (region: RegionId) => `check-${region}`

/** The records of Meridian's program: locations, alias trees, latency for the rest, one name per region. */
export function exampleNodes(): readonly ResourceNode[] {
  const nameServers = [
    'ns-1.awsdns-01.com',
    'ns-600.awsdns-02.net',
    'ns-1100.awsdns-03.org',
    'ns-1600.awsdns-04.co.uk',
  ]
  return [
    node(ZONE_TYPE, 'zone', { name: DOMAIN }, { zoneId: ZONE_ID, nameServers }, ZONE_ID),
    ...REGION_IDS.flatMap(regionNodes),
    ...AREAS.flatMap(({ id, match, home }) => [
      record('area', {
        name: names.nearest,
        setIdentifier: id,
        geolocationRoutingPolicies: [match],
        ...aliasTo(names.tree(home)),
      }),
      record('next', {
        name: names.next,
        setIdentifier: id,
        geolocationRoutingPolicies: [match],
        ...aliasTo(names.rest(home)),
      }),
    ]),
  ]
}

function regionNodes(region: RegionId): ResourceNode[] {
  const dnsName = loadBalancerName(region)
  const healthCheck = {
    type: 'HTTP',
    fqdn: names.region(region),
    port: 80,
    resourcePath: '/api/health/ready',
    requestInterval: 10,
    failureThreshold: 3,
  }
  return [
    node('aws:lb/loadBalancer:LoadBalancer', region, {}, { dnsName, zoneId: LOAD_BALANCER_ZONES[region] }),
    node(HEALTH_CHECK_TYPE, `check-${region}`, healthCheck, {}, healthCheckId(region)),
    record('region', { name: names.region(region), ...aliasToRegion(region, false) }),
    record('tree', {
      name: names.tree(region),
      setIdentifier: 'home',
      failoverRoutingPolicies: [{ type: 'PRIMARY' }],
      healthCheckId: healthCheckId(region),
      ...aliasToRegion(region),
    }),
    record('tree', {
      name: names.tree(region),
      setIdentifier: 'elsewhere',
      failoverRoutingPolicies: [{ type: 'SECONDARY' }],
      ...aliasTo(names.rest(region)),
    }),
    ...otherRegions(region).map((other) =>
      record('rest', {
        name: names.rest(region),
        setIdentifier: other,
        latencyRoutingPolicies: [{ region: other }],
        healthCheckId: healthCheckId(other),
        ...aliasToRegion(other),
      }),
    ),
  ]
}

export function graphOf(nodes: readonly ResourceNode[]): ResourceGraph {
  return new ResourceGraph({ project: 'meridian', stack: 'test', nodes, stackOutputs: {}, config: {} })
}

export const exampleGraph = (...extra: ResourceNode[]): ResourceGraph =>
  graphOf([...exampleNodes(), ...extra])
