import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

/** A quota of a new account, and how much of it a stack uses in one region. */
export interface QuotaNeed {
  readonly what: string
  readonly region: string
  readonly needed: number
  /** A new account's; from AWS's pages, or from memory where marked. */
  readonly limit: number
  /** For requesting an increase. */
  readonly serviceCode: string
  readonly quotaCode: string
}

interface Quota extends Omit<QuotaNeed, 'region' | 'needed'> {
  /** AWS's message when it is exceeded: in the response, or in the events of a service that cannot place its tasks. */
  readonly refusal: string
  readonly takes: (node: ResourceNode, graph: ResourceGraph) => Take
}

interface Take {
  /** On creation. */
  readonly first: number
  /** At maximum scale: a region that takes over may need all of it. */
  readonly atMost: number
}

const NOTHING: Take = { first: 0, atMost: 0 }
const ONE: Take = { first: 1, atMost: 1 }
const NO_PLACE =
  'unable to place a task. Reason: You’ve reached the limit on the number of vCPUs you can run concurrently'

const oneFor = (type: string) => (node: ResourceNode) => (node.type === type ? ONE : NOTHING)

/** Amazon VPC, Elastic Load Balancing and Fargate quotas (from memory: a new account's 6 vCPUs, ELB's and RDS's messages). */
const QUOTAS: readonly Quota[] = [
  {
    what: 'Fargate On-Demand vCPUs',
    limit: 6,
    serviceCode: 'fargate',
    quotaCode: 'L-3032A538',
    refusal: NO_PLACE,
    takes: (node, graph) => fargateVcpus(node, graph, 'FARGATE'),
  },
  {
    what: 'Fargate Spot vCPUs',
    limit: 6,
    serviceCode: 'fargate',
    quotaCode: 'L-36FBB829',
    refusal: NO_PLACE,
    takes: (node, graph) => fargateVcpus(node, graph, 'FARGATE_SPOT'),
  },
  {
    what: 'Elastic IP addresses',
    limit: 5,
    serviceCode: 'ec2',
    quotaCode: 'L-0263D0A3',
    refusal: 'AddressLimitExceeded: The maximum number of addresses has been reached.',
    takes: oneFor('aws:ec2/eip:Eip'),
  },
  {
    what: 'VPCs',
    limit: 5,
    serviceCode: 'vpc',
    quotaCode: 'L-F678F1CE',
    refusal: 'VpcLimitExceeded: The maximum number of VPCs has been reached.',
    takes: oneFor('aws:ec2/vpc:Vpc'),
  },
  {
    what: 'Application Load Balancers',
    limit: 50,
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-53DA6B97',
    refusal: 'TooManyLoadBalancers: The maximum number of load balancers has been reached',
    takes: oneFor('aws:lb/loadBalancer:LoadBalancer'),
  },
  {
    what: 'Aurora clusters',
    limit: 40,
    serviceCode: 'rds',
    quotaCode: 'L-952B80B8',
    refusal: 'DBClusterQuotaExceededFault: The quota for DB clusters has been reached',
    takes: oneFor('aws:rds/cluster:Cluster'),
  },
]

/** How much of a new account's quotas each region uses at maximum scale. */
export function quotaNeeds(graph: ResourceGraph): readonly QuotaNeed[] {
  const byRegion = Map.groupBy(graph.nodes, ({ region }) => region ?? '')
  return [...byRegion].flatMap(([region, nodes]) =>
    QUOTAS.map(({ takes, refusal: _, ...quota }) => ({
      ...quota,
      region,
      needed: nodes.reduce((sum, node) => sum + takes(node, graph).atMost, 0),
    })).filter(({ needed }) => region !== '' && needed > 0),
  )
}

/** Counts what a walk has taken of each limit: for the resource that goes beyond one, what AWS says. */
export function quotaWatch(graph: ResourceGraph): (node: ResourceNode) => readonly string[] {
  const taken = new Map<string, number>()
  return (node) =>
    QUOTAS.flatMap(({ what, limit, refusal, takes }) => {
      const { first } = takes(node, graph)
      if (first === 0) return []
      const key = `${what} ${node.region}`
      const sum = (taken.get(key) ?? 0) + first
      taken.set(key, sum)
      return sum > limit
        ? [`${refusal} (${what} in ${node.region}: ${sum} of ${limit} in a new account)`]
        : []
    })
}

const CPU_UNITS = 1_024

/** Of a service without a strategy all tasks are On-Demand. At most: all of them might be of one kind. */
function fargateVcpus(node: ResourceNode, graph: ResourceGraph, provider: 'FARGATE' | 'FARGATE_SPOT'): Take {
  if (node.type !== 'aws:ecs/service:Service') return NOTHING
  const service = Attributes.of(node)
  const near = (type: string) =>
    graph
      .ofType(type)
      .filter(({ region }) => region === node.region)
      .map(Attributes.of)
  const task = near('aws:ecs/taskDefinition:TaskDefinition').find(
    (each) => each.text('arn') === service.text('taskDefinition'),
  )
  const target = near('aws:appautoscaling/target:Target').find((each) =>
    each.text('resourceId').endsWith(`/${service.text('name')}`),
  )
  const strategy = service.blocks('capacityProviderStrategies')
  const provided = strategy.find((each) => each.text('capacityProvider') === provider)
  const isProvided = strategy.length === 0 ? provider === 'FARGATE' : provided !== undefined
  if (!isProvided) return NOTHING
  const vcpus = (task?.number('cpu', 0) ?? 0) / CPU_UNITS
  const desired = service.number('desiredCount', 1)
  const others = strategy.filter((each) => each !== provided)
  const baseOfOthers = others.reduce((sum, each) => sum + each.number('base', 0), 0)
  const first = Math.max(0, desired - baseOfOthers)
  return { first: first * vcpus, atMost: (target?.number('maxCapacity', 0) ?? desired) * vcpus }
}
