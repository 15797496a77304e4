import { Attributes, ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { REGION_IDS } from '@meridian/topology'
import { CLUSTER } from '../pricing/database.ts'
import { NAT_GATEWAY, VPC_ENDPOINT } from '../pricing/network.ts'
import { LOG_GROUP } from '../pricing/observability.ts'
import {
  isFrontend,
  SCALING_TARGET,
  SCHEDULED_ACTION,
  SERVICE,
  TASK_DEFINITION,
} from '../pricing/task-hours.ts'

type Inputs = Readonly<Record<string, unknown>>

/** The same graph with other inputs for some resources. */
function withInputs(
  graph: ResourceGraph,
  matches: (node: ResourceNode) => boolean,
  inputs: (node: ResourceNode) => Inputs,
): ResourceGraph {
  const changed = (node: ResourceNode): ResourceNode => {
    if (!matches(node)) return node
    const change = inputs(node)
    return { ...node, inputs: { ...node.inputs, ...change }, outputs: { ...node.outputs, ...change } }
  }
  return new ResourceGraph({ ...graph.contents, nodes: graph.nodes.map(changed) })
}

/** Keeps only the first gateway of each region, with its address. */
export function withOneNatGateway(graph: ResourceGraph): ResourceGraph {
  const kept = new Set(
    REGION_IDS.map((region) => graph.ofType(NAT_GATEWAY).find((gateway) => gateway.region === region)),
  )
  return withoutGateways(graph, (gateway) => !kept.has(gateway))
}

export function withoutGateways(
  graph: ResourceGraph,
  matches: (gateway: ResourceNode) => boolean,
): ResourceGraph {
  const gone = graph.ofType(NAT_GATEWAY).filter(matches)
  const addresses = new Set(
    gone.map((gateway) => `${gateway.region} ${Attributes.of(gateway).text('allocationId')}`),
  )
  return graph.without(
    (node) =>
      gone.includes(node) || (node.type === 'aws:ec2/eip:Eip' && addresses.has(`${node.region} ${node.id}`)),
  )
}

/** What tasks talk to: registry, logs, metrics, secrets and keys. Traces use X-Ray's own endpoint. */
const ENDPOINT_SERVICES = ['ecr.api', 'ecr.dkr', 'logs', 'monitoring', 'secretsmanager', 'xray'] as const

/** With interface endpoints in as many zones as there are public subnets, and the free gateway endpoint for buckets. */
export function withEndpoints(graph: ResourceGraph, zones: number): ResourceGraph {
  const endpoints = REGION_IDS.flatMap((region) => [
    ...ENDPOINT_SERVICES.map((service) => endpoint(region, service, 'Interface', zones)),
    endpoint(region, 's3', 'Gateway', 0),
  ])
  return new ResourceGraph({ ...graph.contents, nodes: [...graph.nodes, ...endpoints] })
}

function endpoint(
  region: ResourceNode['region'],
  service: string,
  vpcEndpointType: string,
  zones: number,
): ResourceNode {
  const name = `${region}-${service}`
  return {
    urn: `urn:pulumi:suggested::meridian::${VPC_ENDPOINT}::${name}`,
    type: VPC_ENDPOINT,
    name,
    id: name,
    isComponent: false,
    parent: undefined,
    region,
    inputs: {
      vpcEndpointType,
      serviceName: `com.amazonaws.${region}.${service}`,
      subnetIds: Array.from({ length: zones }, (_, zone) => `zone-${zone + 1}`),
    },
    outputs: {},
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    protect: false,
    source: undefined,
  }
}

export const withoutEndpoints = (graph: ResourceGraph): ResourceGraph =>
  graph.without(({ type, inputs }) => type === VPC_ENDPOINT && inputs.vpcEndpointType === 'Interface')

/** Two tasks stay on demand, seven of ten others are on Spot. */
export const withSpotFrontends = (graph: ResourceGraph, base = 2): ResourceGraph =>
  withInputs(
    graph,
    (node) => node.type === SERVICE && isFrontend(node),
    () => ({
      capacityProviderStrategies: [
        { capacityProvider: 'FARGATE', base, weight: 30 },
        { capacityProvider: 'FARGATE_SPOT', base: 0, weight: 70 },
      ],
    }),
  )

export const withoutSpot = (graph: ResourceGraph): ResourceGraph =>
  withInputs(
    graph,
    (node) => node.type === SERVICE,
    () => ({ capacityProviderStrategies: [] }),
  )

export const withArchitecture = (graph: ResourceGraph, cpuArchitecture: 'ARM64' | 'X86_64'): ResourceGraph =>
  withInputs(
    graph,
    ({ type }) => type === TASK_DEFINITION,
    () => ({ runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture } }),
  )

export const withCapacity = (
  graph: ResourceGraph,
  change: (capacity: { readonly floor: number; readonly ceiling: number }) => {
    floor: number
    ceiling: number
  },
): ResourceGraph =>
  withInputs(
    graph,
    ({ type }) => type === CLUSTER,
    (node) => {
      const capacity = Attributes.of(node).block('serverlessv2ScalingConfiguration')
      const floor = capacity.number('minCapacity', 0.5)
      const changed = change({ floor, ceiling: capacity.number('maxCapacity', floor) })
      return {
        serverlessv2ScalingConfiguration: { minCapacity: changed.floor, maxCapacity: changed.ceiling },
      }
    },
  )

export const withLogRetention = (graph: ResourceGraph, days: number): ResourceGraph =>
  withInputs(
    graph,
    ({ type }) => type === LOG_GROUP,
    () => ({ retentionInDays: days }),
  )

export const withFewestTasks = (graph: ResourceGraph, tasks: number): ResourceGraph => {
  const smaller = withInputs(
    graph,
    ({ type }) => type === SERVICE,
    () => ({ desiredCount: tasks }),
  )
  return withInputs(
    smaller.without(({ type }) => type === SCHEDULED_ACTION),
    ({ type }) => type === SCALING_TARGET,
    () => ({ minCapacity: tasks }),
  )
}

/** Adds a second load balancer to each. */
export const withTwinBalancers = (graph: ResourceGraph): ResourceGraph => {
  const twins = graph
    .ofType('aws:lb/loadBalancer:LoadBalancer')
    .map((node) => ({ ...node, urn: `${node.urn}-2`, name: `${node.name}-2` }))
  return new ResourceGraph({ ...graph.contents, nodes: [...graph.nodes, ...twins] })
}
