import { Attributes, type ResourceNode } from '@meridian/resource-graph'
import { ASSUMPTIONS } from '../load/profiles.ts'
import { HOURS_PER_MONTH, monthlyHours } from '../load/units.ts'
import { neighbours, type Pricer, type PricingContext, trafficAt, use } from './pricer.ts'
import { SERVICE, taskHoursOf } from './task-hours.ts'

export const NAT_GATEWAY = 'aws:ec2/natGateway:NatGateway'
export const VPC_ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint'
const LOAD_BALANCER = 'aws:lb/loadBalancer:LoadBalancer'
const TASK_DEFINITION = 'aws:ecs/taskDefinition:TaskDefinition'

/** An endpoint of type Interface: the others have no hour price. */
const isInterface = (node: ResourceNode): boolean =>
  Attributes.of(node).text('vpcEndpointType') === 'Interface'

const isForBuckets = (node: ResourceNode): boolean =>
  Attributes.of(node).text('vpcEndpointType', 'Gateway') === 'Gateway' &&
  Attributes.of(node).text('serviceName').endsWith('.s3')

/** What a region's tasks exchange with AWS services: logs, secrets and the images they start from. */
function serviceTraffic(node: ResourceNode, context: PricingContext): { other: number; images: number } {
  const services = neighbours(node, context, SERVICE)
  const starts = services.reduce(
    (count, service) => count + taskHoursOf(service, context).most * context.profile.deploymentsPerMonth,
    0,
  )
  const tasks = services.reduce((count, service) => count + taskHoursOf(service, context).most, 0)
  const quietLogs = (tasks * ASSUMPTIONS.logMbPerTaskPerDay * 30) / 1_000
  return { other: trafficAt(node, context).logGb + quietLogs, images: starts * ASSUMPTIONS.imageGb }
}

/**
 * Pages' API calls, where they use the public name of their region's load balancer (decision 0005): out through the NAT
 * gateway, which bills each gigabyte, and between public addresses of one region, which EC2 bills in each direction.
 */
function roundTripGb(node: ResourceNode, context: PricingContext): number {
  const isPublic = neighbours(node, context, LOAD_BALANCER).some(
    (balancer) => !Attributes.of(balancer).boolean('internal'),
  )
  const asksByName = neighbours(node, context, TASK_DEFINITION).some((task) =>
    Attributes.of(task).text('containerDefinitions').includes('"API_ORIGIN"'),
  )
  return isPublic && asksByName ? trafficAt(node, context).pageCallsGb : 0
}

const BOTH_DIRECTIONS = 2

/** Images come from S3: a gateway endpoint for it keeps them off the NAT gateway. */
export const natGateway: Pricer = (node, context) => {
  const endpoints = neighbours(node, context, VPC_ENDPOINT)
  const gateways = neighbours(node, context, NAT_GATEWAY).length
  const { other, images } = serviceTraffic(node, context)
  const left = (endpoints.some(isForBuckets) ? 0 : images) + (endpoints.some(isInterface) ? 0 : other)
  const roundTrip = roundTripGb(node, context)
  return [
    ...use('nat-hour', HOURS_PER_MONTH),
    ...use('nat-gb', (left + roundTrip) / gateways),
    ...use('transfer-public', (BOTH_DIRECTIONS * roundTrip) / gateways),
  ]
}

export const elasticIp: Pricer = () => use('public-ipv4', HOURS_PER_MONTH)

export const vpcEndpoint: Pricer = (node, context) => {
  if (!isInterface(node)) return []
  const zones = Attributes.of(node).texts('subnetIds').length
  const endpoints = neighbours(node, context, VPC_ENDPOINT).filter(isInterface).length
  const { other } = serviceTraffic(node, context)
  return [...use('endpoint-hour', HOURS_PER_MONTH * zones), ...use('endpoint-gb', other / endpoints)]
}

/** The most used dimension of a capacity unit decides; see the four shares. */
export const loadBalancer: Pricer = (node, context) => {
  const attributes = Attributes.of(node)
  const { balancerRequestsPerSecond, balancerGb } = trafficAt(node, context)
  const activeHours = monthlyHours(context.profile.activeHoursPerDay)
  const newConnections = (balancerRequestsPerSecond * ASSUMPTIONS.connectionsPerRequest) / 25
  const gigabytes = activeHours > 0 ? balancerGb / activeHours : 0
  const evaluations = balancerRequestsPerSecond / 1_000
  const addresses = attributes.boolean('internal') ? 0 : attributes.texts('subnets').length
  return [
    ...use('alb-hour', HOURS_PER_MONTH),
    ...use('alb-lcu', Math.max(newConnections, gigabytes, evaluations) * activeHours),
    ...use('public-ipv4', HOURS_PER_MONTH * addresses),
  ]
}

/** Writes of other regions travel to the writer; each end pays for what it sends. */
export const peering: Pricer = (node, context) => {
  const links = context.graph
    .ofType('aws:ec2/vpcPeeringConnection:VpcPeeringConnection')
    .filter(({ region }) => region === node.region).length
  const { writes } = trafficAt(node, context)
  return use('transfer-region', (writes * ASSUMPTIONS.requestKb) / 1e6 / links)
}

/** Records that go to a log group are billed there. */
export const flowLog: Pricer = (node, context) => {
  if (Attributes.of(node).text('logDestinationType', 'cloud-watch-logs') !== 's3') return []
  const gigabytes = flowLogGb(node, context)
  return [...use('logs-to-bucket', gigabytes), ...use('s3-gb', gigabytes * KEPT_MONTHS)]
}

/** Log buckets expire objects after a quarter unless their rules say otherwise. */
const KEPT_MONTHS = 3

export function flowLogGb(node: ResourceNode, context: PricingContext): number {
  const { balancerGb, databaseGb } = trafficAt(node, context)
  return ASSUMPTIONS.flowLogLeastGb + (balancerGb + databaseGb) * ASSUMPTIONS.flowLogGbPerGb
}
