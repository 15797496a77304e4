import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { estimate, type PricingInput } from '../estimate.ts'
import { perDay } from '../load/units.ts'
import { spotShareOf } from '../pricing/compute.ts'
import { CLUSTER } from '../pricing/database.ts'
import { NAT_GATEWAY, VPC_ENDPOINT } from '../pricing/network.ts'
import { SERVICE, TASK_DEFINITION } from '../pricing/task-hours.ts'
import {
  withArchitecture,
  withCapacity,
  withEndpoints,
  withFewestTasks,
  withLogRetention,
  withOneNatGateway,
  withoutEndpoints,
  withoutGateways,
  withoutSpot,
  withSpotFrontends,
  withTwinBalancers,
} from './changes.ts'

interface Suggestion {
  readonly id: string
  readonly what: string
  /** The daily saving claimed by the reference. */
  readonly claimed: string
  /** Arguments against it, or for it. */
  readonly but: string
  /** Impossible for any stack: the reason is in `but`. */
  readonly isImpossible?: true
  /** The changed input; undefined where the stack has it already or cannot have it. */
  readonly change: (input: PricingInput) => PricingInput | undefined
}

export interface PricedSuggestion extends Omit<Suggestion, 'change'> {
  /** Positive is a saving, negative an extra cost; undefined when it does not apply. */
  readonly savesUsdPerMonth: number | undefined
  readonly savesUsdPerDay: number | undefined
}

const floorOf = (graph: ResourceGraph): number => capacityOf(graph, 'minCapacity')
const ceilingOf = (graph: ResourceGraph): number => capacityOf(graph, 'maxCapacity')

function capacityOf(graph: ResourceGraph, which: string): number {
  const [cluster] = graph.ofType(CLUSTER)
  return cluster ? Attributes.of(cluster).block('serverlessv2ScalingConfiguration').number(which, 0.5) : 0.5
}

const hasSpot = (graph: ResourceGraph): boolean =>
  graph.ofType(SERVICE).some((service) => spotShareOf(service, 100) > 0)

const hasInterfaceEndpoints = (graph: ResourceGraph): boolean =>
  graph
    .ofType(VPC_ENDPOINT)
    .some((endpoint) => Attributes.of(endpoint).text('vpcEndpointType') === 'Interface')

const isArm = (graph: ResourceGraph): boolean =>
  graph
    .ofType(TASK_DEFINITION)
    .some((task) => Attributes.of(task).block('runtimePlatform').text('cpuArchitecture') === 'ARM64')

const of =
  (change: (graph: ResourceGraph) => ResourceGraph | undefined) =>
  (input: PricingInput): PricingInput | undefined => {
    const graph = change(input.graph)
    return graph && { ...input, graph }
  }

const ZONES = 2
const SPOT_ID = /^fargate-(x86|arm)-/
const COMPUTE_PLAN_DISCOUNT = 0.2
const DATABASE_PLAN_DISCOUNT = 0.35

/** The reference's optimisations and the design's own; each changes one thing in the graph. */
const SUGGESTIONS: readonly Suggestion[] = [
  {
    id: 'spot',
    what: 'frontend on Fargate Spot, 70 of 100 beyond two tasks on demand',
    claimed: '4 to 5',
    but: 'Spot tasks end at two minutes’ notice; the frontend keeps no state. With two tasks a region the base takes them all.',
    change: of((graph) => (hasSpot(graph) ? undefined : withSpotFrontends(graph))),
  },
  {
    id: 'spot-from-one',
    what: 'the same with one frontend task on demand',
    claimed: '4 to 5',
    but: 'one task, in one zone, is what is left when Spot is withdrawn.',
    change: of((graph) => (hasSpot(graph) ? undefined : withSpotFrontends(graph, 1))),
  },
  {
    id: 'no-spot',
    what: 'every task on demand',
    claimed: '-',
    but: 'what the stack’s Spot share saves now, with the sign turned.',
    change: of((graph) => (hasSpot(graph) ? withoutSpot(graph) : undefined)),
  },
  {
    id: 'arm',
    what: 'tasks on ARM64 instead of X86_64',
    claimed: '-',
    but: 'images have to be built for it; Node and everything that the services use exist for it.',
    change: of((graph) => (isArm(graph) ? undefined : withArchitecture(graph, 'ARM64'))),
  },
  {
    id: 'x86',
    what: 'tasks on X86_64 instead of ARM64',
    claimed: '-',
    but: 'what ARM64 saves now, with the sign turned.',
    change: of((graph) => (isArm(graph) ? withArchitecture(graph, 'X86_64') : undefined)),
  },
  {
    id: 'acu-ceiling',
    what: 'at most 4 ACU in every member',
    claimed: '3 to 5',
    but: 'a ceiling costs nothing until it is reached; then it turns cost into waiting. Where the floor is higher, it comes down too.',
    change: of((graph) =>
      ceilingOf(graph) <= 4
        ? undefined
        : withCapacity(graph, ({ floor }) => ({ floor: Math.min(floor, 4), ceiling: 4 })),
    ),
  },
  {
    id: 'acu-floor-2',
    what: 'floor of 2 ACU in every member',
    claimed: '-',
    but: 'Performance Insights needs 2; AWS recommends 8 where the writer of a global database is, and any member may become that.',
    change: of((graph) =>
      floorOf(graph) === 2 ? undefined : withCapacity(graph, ({ ceiling }) => ({ floor: 2, ceiling })),
    ),
  },
  {
    id: 'acu-floor-8',
    what: 'floor of 8 ACU in every member',
    claimed: '-',
    but: 'what AWS recommends for the region of the writer.',
    change: of((graph) =>
      floorOf(graph) === 8
        ? undefined
        : withCapacity(graph, ({ ceiling }) => ({ floor: 8, ceiling: Math.max(8, ceiling) })),
    ),
  },
  {
    id: 'pause',
    what: 'Aurora pauses without queries',
    claimed: '15 to 20',
    but: 'impossible here: members of a global database never pause, and with a floor of 0 they stay at their least.',
    isImpossible: true,
    change: () => undefined,
  },
  {
    id: 'nat-to-endpoints',
    what: `six interface endpoints in ${ZONES} zones of each region, and one for buckets, instead of all NAT gateways`,
    claimed: '6 to 9',
    but: 'more expensive by the hour than the gateways; it pays off from some terabytes a month on. Nothing could reach the internet, and pages could not reach the API by its public name (decision 0005).',
    change: of((graph) =>
      hasInterfaceEndpoints(graph)
        ? undefined
        : withEndpoints(
            withoutGateways(graph, () => true),
            ZONES,
          ),
    ),
  },
  {
    id: 'endpoints-beside-nat',
    what: 'the same endpoints beside one NAT gateway a region, as the reference has it',
    claimed: '6 to 9',
    but: 'both are paid by the hour.',
    change: of((graph) =>
      hasInterfaceEndpoints(graph) ? undefined : withEndpoints(withOneNatGateway(graph), ZONES),
    ),
  },
  {
    id: 'endpoints-to-nat',
    what: 'no interface endpoints; the traffic takes the NAT gateways',
    claimed: '-',
    but: 'AWS’s own services are then reached over public addresses.',
    change: of((graph) =>
      hasInterfaceEndpoints(graph) && graph.ofType(NAT_GATEWAY).length > 0
        ? withoutEndpoints(graph)
        : undefined,
    ),
  },
  {
    id: 'one-nat',
    what: 'one NAT gateway a region instead of one a zone',
    claimed: '-',
    but: 'its zone takes the region’s way out with it.',
    change: of((graph) => {
      const one = withOneNatGateway(graph)
      return one.nodes.length === graph.nodes.length ? undefined : one
    }),
  },
  {
    id: 'one-balancer',
    what: 'two load balancers a region instead of one with path rules',
    claimed: '2 to 3',
    but: 'the reference counts this as a saving; the program has one already, so the figure is what it saves, with the sign turned.',
    change: of(withTwinBalancers),
  },
  {
    id: 'log-retention',
    what: 'logs kept for 7 days',
    claimed: '1 to 2',
    but: 'writing a line costs a hundred times more than keeping it for a month; a quarter is what audits ask for.',
    change: of((graph) => withLogRetention(graph, 7)),
  },
  {
    id: 'cache',
    what: 'edges answer half of what they pass on today',
    claimed: '1 to 2',
    but: 'campaign pages are made for each visitor; only assets and anonymous pages can be kept longer.',
    change: (input) =>
      input.profile.cachedShare === 0
        ? undefined
        : { ...input, profile: { ...input.profile, cachedShare: (1 + input.profile.cachedShare) / 2 } },
  },
  {
    id: 'fewer-at-night',
    what: 'one task of each service while there are no visitors',
    claimed: '3 to 4',
    but: 'one task does not survive its zone; visitors of three continents have no common night.',
    change: (input) =>
      input.profile.activeHoursPerDay === 24
        ? undefined
        : { ...input, graph: withFewestTasks(input.graph, 1) },
  },
  {
    id: 'compute-savings-plan',
    what: 'Compute Savings Plan for a year, nothing upfront (20 % of Fargate on demand)',
    claimed: '8 to 12 with the next',
    but: 'committed for a year, used or not; the discount is the reference’s own, unverified.',
    change: (input) => ({
      ...input,
      prices: input.prices.changed(({ id, usd }) =>
        SPOT_ID.test(id) ? usd * (1 - COMPUTE_PLAN_DISCOUNT) : usd,
      ),
    }),
  },
  {
    id: 'database-savings-plan',
    what: 'Database Savings Plan for a year, nothing upfront (35 % of Aurora Serverless at best)',
    claimed: '8 to 12 with the former',
    but: 'reserved instances, which the reference names, do not exist for Serverless v2; the full 35 % only for a commitment as large as the use.',
    change: (input) => ({
      ...input,
      prices: input.prices.changed(({ id, usd }) =>
        id.startsWith('aurora-acu') ? usd * (1 - DATABASE_PLAN_DISCOUNT) : usd,
      ),
    }),
  },
]

/** What each suggestion saves or costs: the difference between two estimates. */
export function priceSuggestions(input: PricingInput): readonly PricedSuggestion[] {
  const now = estimate(input).usdPerMonth
  return SUGGESTIONS.map(({ change, ...suggestion }) => {
    const changed = change(input)
    const saves = changed && now - estimate(changed).usdPerMonth
    return {
      ...suggestion,
      savesUsdPerMonth: saves,
      savesUsdPerDay: saves === undefined ? undefined : perDay(saves),
    }
  })
}
