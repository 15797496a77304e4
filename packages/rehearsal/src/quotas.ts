import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

/** A limit that a new account has, and how much of it a stack takes in one region. */
export interface QuotaNeed {
  readonly what: string
  readonly region: string
  readonly needed: number
  /** Of a new account; from AWS's pages, or from memory where it is marked. */
  readonly limit: number
  /** How to ask for more. */
  readonly serviceCode: string
  readonly quotaCode: string
}

interface Quota {
  readonly what: string
  readonly limit: number
  readonly serviceCode: string
  readonly quotaCode: string
  readonly count: (nodes: readonly ResourceNode[]) => number
}

const countOf = (type: string) => (nodes: readonly ResourceNode[]) =>
  nodes.filter((node) => node.type === type).length

/** Amazon VPC quotas; Elastic Load Balancing quotas; Fargate quotas (a new account's 6 vCPUs are from memory). */
const QUOTAS: readonly Quota[] = [
  {
    what: 'Fargate On-Demand vCPUs',
    limit: 6,
    serviceCode: 'fargate',
    quotaCode: 'L-3032A538',
    count: (nodes) => fargateVcpus(nodes, () => true),
  },
  {
    what: 'Fargate Spot vCPUs',
    limit: 6,
    serviceCode: 'fargate',
    quotaCode: 'L-36FBB829',
    count: (nodes) => fargateVcpus(nodes, (service) => shareOf(service, 'FARGATE_SPOT') > 0),
  },
  {
    what: 'Elastic IP addresses',
    limit: 5,
    serviceCode: 'ec2',
    quotaCode: 'L-0263D0A3',
    count: countOf('aws:ec2/eip:Eip'),
  },
  { what: 'VPCs', limit: 5, serviceCode: 'vpc', quotaCode: 'L-F678F1CE', count: countOf('aws:ec2/vpc:Vpc') },
  {
    what: 'Application Load Balancers',
    limit: 50,
    serviceCode: 'elasticloadbalancing',
    quotaCode: 'L-53DA6B97',
    count: countOf('aws:lb/loadBalancer:LoadBalancer'),
  },
  {
    what: 'Aurora clusters',
    limit: 40,
    serviceCode: 'rds',
    quotaCode: 'L-952B80B8',
    count: countOf('aws:rds/cluster:Cluster'),
  },
]

/** What each region takes of the limits that a new account has. */
export function quotaNeeds(graph: ResourceGraph): readonly QuotaNeed[] {
  const byRegion = Map.groupBy(graph.nodes, ({ region }) => region ?? '')
  return [...byRegion].flatMap(([region, nodes]) =>
    QUOTAS.map(({ count, ...quota }) => ({ ...quota, region, needed: count(nodes) })).filter(
      ({ needed }) => region !== '' && needed > 0,
    ),
  )
}

const CPU_UNITS = 1_024

/** At the ceiling of their scaling: a region that takes over may need all of it. */
function fargateVcpus(nodes: readonly ResourceNode[], counts: (service: Attributes) => boolean): number {
  const of = (type: string) => nodes.filter((node) => node.type === type).map(Attributes.of)
  return of('aws:ecs/service:Service')
    .filter(counts)
    .reduce((sum, service) => {
      const task = of('aws:ecs/taskDefinition:TaskDefinition').find(
        (each) => each.text('arn') === service.text('taskDefinition'),
      )
      const target = of('aws:appautoscaling/target:Target').find((each) =>
        each.text('resourceId').endsWith(`/${service.text('name')}`),
      )
      const tasks = target?.number('maxCapacity', 0) ?? service.number('desiredCount', 1)
      return sum + (tasks * (task?.number('cpu', 0) ?? 0)) / CPU_UNITS
    }, 0)
}

function shareOf(service: Attributes, provider: string): number {
  const strategy = service.blocks('capacityProviderStrategies')
  return strategy.find((each) => each.text('capacityProvider') === provider)?.number('weight', 0) ?? 0
}
