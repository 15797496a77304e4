import { loadGraph, ResourceGraph } from '@meridian/resource-graph'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { estimate, pricingInput } from '../src/estimate.ts'
import { PROFILE_NAMES, PROFILES } from '../src/load/profiles.ts'
import { perDay } from '../src/load/units.ts'
import { withCapacity, withEndpoints } from '../src/suggest/changes.ts'
import { priceSuggestions } from '../src/suggest/suggestions.ts'
import { GROUPINGS, totalsBy } from '../src/totals.ts'
import { countByHand } from './count-by-hand.ts'

const poc = await loadGraph('poc')
const production = await loadGraph('production')
const GRAPHS = { poc, production }

describe.each(['poc', 'production'] as const)('the estimate of %s', (stack) => {
  const graph = GRAPHS[stack]

  it.each(PROFILE_NAMES)(
    'at %s load is what a second count of the resources gives, price by price',
    (name) => {
      const { lines, usdPerMonth } = estimate(pricingInput(graph, name))
      const counted = countByHand(graph.nodes, PROFILES[name])
      const estimated = new Map(
        [...Map.groupBy(lines, ({ price }) => price.id)].map(([id, group]) => [
          id,
          group.reduce((sum, line) => sum + line.usdPerMonth, 0),
        ]),
      )
      const cents = (bill: ReadonlyMap<string, number>) =>
        Object.fromEntries([...bill].map(([id, usd]) => [id, usd.toFixed(6)]).sort())
      expect(cents(estimated)).toEqual(cents(counted))
      expect(usdPerMonth).toBeCloseTo(
        [...counted.values()].reduce((sum, usd) => sum + usd, 0),
        6,
      )
    },
  )

  it.each(GROUPINGS)('has the same total grouped by %s', (grouping) => {
    const whole = estimate(pricingInput(graph, 'typical'))
    const total = totalsBy(grouping, whole).reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0)
    expect(total).toBeCloseTo(whole.usdPerMonth, 6)
  })

  it('grows with the load', () => {
    const [idle, typical, peak] = PROFILE_NAMES.map((name) => estimate(pricingInput(graph, name)).usdPerMonth)
    expect(idle).toBeLessThan(typical ?? 0)
    expect(typical).toBeLessThan(peak ?? 0)
  })

  it('prices each suggestion as the difference of two estimates', () => {
    const input = pricingInput(graph, 'typical')
    const suggestions = new Map(priceSuggestions(input).map((each) => [each.id, each.savesUsdPerMonth]))
    const floorOfTwo = withCapacity(graph, ({ ceiling }) => ({ floor: 2, ceiling }))
    expect(suggestions.get('acu-floor-2')).toBeCloseTo(
      estimate(input).usdPerMonth - estimate({ ...input, graph: floorOfTwo }).usdPerMonth,
      6,
    )
    expect(suggestions.get('pause')).toBeUndefined()
    expect(suggestions.get('compute-savings-plan')).toBeGreaterThan(0)
  })
})

describe('the estimate', () => {
  const idle = (graph: ResourceGraph, ...ids: readonly string[]) =>
    perDay(
      estimate(pricingInput(graph, 'idle'))
        .lines.filter(({ price }) => ids.some((id) => price.id === id))
        .reduce((sum, line) => sum + line.usdPerMonth, 0),
    ).toFixed(2)

  /** One instance in each cluster, or two; one NAT gateway a region, or two: what a published table of blocks has. */
  const blocks = new ResourceGraph({ ...poc.contents })

  it('contains these daily costs at list price', () => {
    const halfAcu = withCapacity(blocks, ({ ceiling }) => ({ floor: 0.5, ceiling }))
    expect(idle(halfAcu, 'aurora-acu')).toBe((5.28 * instancesPerRegion(poc)).toFixed(2))
    expect(idle(withOne(poc, 'aws:ec2/natGateway:NatGateway'), 'nat-hour')).toBe('3.58')
    expect(idle(withTwo(poc, 'aws:ec2/natGateway:NatGateway'), 'nat-hour')).toBe('7.15')
    expect(idle(withOne(poc, 'aws:lb/loadBalancer:LoadBalancer'), 'alb-hour')).toBe('1.62')
    expect(idle(endpointsOnly(), 'endpoint-hour')).toBe('9.50')
  })

  function endpointsOnly() {
    return withEndpoints(
      poc.without(({ type }) => type === 'aws:ec2/vpcEndpoint:VpcEndpoint'),
      2,
    )
  }
})

const instancesPerRegion = (graph: ResourceGraph): number =>
  graph.ofType('aws:rds/clusterInstance:ClusterInstance').length / REGION_IDS.length

function withOne(graph: ResourceGraph, type: string): ResourceGraph {
  const kept = REGION_IDS.map((region) => graph.ofType(type).find((node) => node.region === region))
  return graph.without((node) => node.type === type && !kept.includes(node))
}

function withTwo(graph: ResourceGraph, type: string): ResourceGraph {
  const one = withOne(graph, type)
  const twins = one.ofType(type).map((node) => ({ ...node, urn: `${node.urn}-2` }))
  return new ResourceGraph({ ...one.contents, nodes: [...one.nodes, ...twins] })
}
