import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { regionOf } from '../../../kernel/resource-region.ts'
import { LoadBalancingError } from '../errors.ts'
import {
  type Elbv2Plan,
  type ListenerPlan,
  type LoadBalancerPlan,
  type SubnetMapping,
  targetGroupsOf,
} from '../model/load-balancer-plan.ts'
import { TYPES } from '../resources.ts'
import { defaultRule, planRules } from './rules.ts'
import { planTargetGroup } from './target-groups.ts'
import { planTls } from './tls.ts'

/** Reads load balancers, listeners, rules and target groups; refuses what AWS would refuse or the local world does not support. */
export function planLoadBalancing(graph: ResourceGraph): Elbv2Plan {
  const loadBalancers = graph.ofType(TYPES.loadBalancer).map((node) => planLoadBalancer(node, graph))
  const targetGroups = graph.ofType(TYPES.targetGroup).map((node) => planTargetGroup(node, loadBalancers))
  const known = new Set(targetGroups.map((group) => group.arn))
  for (const loadBalancer of loadBalancers) refuseUnknownGroups(loadBalancer, known)
  return { loadBalancers, targetGroups }
}

function planLoadBalancer(node: ResourceNode, graph: ResourceGraph): LoadBalancerPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  refuseUninterpreted(name, attributes)
  const arn = attributes.text('arn', node.id)
  return {
    arn,
    name,
    dnsName: attributes.text('dnsName'),
    zoneId: attributes.text('zoneId'),
    region: regionOf(node, arn),
    isInternetFacing: !attributes.boolean('internal'),
    subnets: planSubnets(name, attributes, graph),
    securityGroupIds: attributes.texts('securityGroups'),
    idleTimeoutMs: attributes.number('idleTimeout', 60) * 1_000,
    forwardedFor: attributes.text('xffHeaderProcessingMode', 'append') as LoadBalancerPlan['forwardedFor'],
    dropsInvalidHeaders: attributes.boolean('dropInvalidHeaderFields'),
    listeners: planListeners(arn, regionOf(node, arn), graph),
  }
}

function refuseUninterpreted(name: string, attributes: Attributes): void {
  const type = attributes.text('loadBalancerType', 'application')
  if (type !== 'application') {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_NOT_INTERPRETED',
      `Load balancer "${name}" is of type "${type}"; this world only runs application load balancers`,
    )
  }
}

function planSubnets(name: string, attributes: Attributes, graph: ResourceGraph): readonly SubnetMapping[] {
  const mapped = attributes.blocks('subnetMappings').map((mapping) => mapping.text('subnetId'))
  const subnetIds = mapped.length > 0 ? mapped : attributes.texts('subnets')
  const subnets = subnetIds.map((subnetId) => planSubnet(subnetId, graph))
  const zones = new Set(subnets.map((subnet) => subnet.zone))
  if (zones.size < 2 || zones.size < subnets.length) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `Load balancer "${name}" stands in ${describeZones(subnets)}; give it one subnet in each of at least two zones`,
    )
  }
  return subnets
}

const describeZones = (subnets: readonly SubnetMapping[]): string =>
  subnets.map((subnet) => `${subnet.subnetId} (${subnet.zone})`).join(', ') || 'no subnet'

function planSubnet(subnetId: string, graph: ResourceGraph): SubnetMapping {
  const node = graph.byId('aws:ec2/subnet:Subnet', subnetId)
  if (!node) {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_INVALID',
      `A load balancer stands in subnet "${subnetId}", which is not in the program; pass a subnet's id`,
    )
  }
  const attributes = Attributes.of(node)
  return { subnetId, zone: attributes.text('availabilityZone'), vpcId: attributes.text('vpcId') }
}

function planListeners(
  loadBalancerArn: string,
  region: RegionId,
  graph: ResourceGraph,
): readonly ListenerPlan[] {
  const listeners = graph
    .ofType(TYPES.listener)
    .filter((node) => Attributes.of(node).text('loadBalancerArn') === loadBalancerArn)
    .map((node) => planListener(node, region, graph))
  const ports = listeners.map((listener) => listener.port)
  const taken = ports.find((port, index) => ports.indexOf(port) !== index)
  if (taken === undefined) return listeners
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_INVALID',
    `Two listeners of ${loadBalancerArn} want port ${taken}; a load balancer has one listener per port`,
  )
}

function planListener(node: ResourceNode, region: RegionId, graph: ResourceGraph): ListenerPlan {
  const attributes = Attributes.of(node)
  const arn = attributes.text('arn', node.id)
  const protocol = attributes.text('protocol', 'HTTP')
  if (protocol !== 'HTTP' && protocol !== 'HTTPS') {
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_NOT_INTERPRETED',
      `Listener "${node.name}" speaks ${protocol}; this world's load balancers listen to HTTP and HTTPS`,
    )
  }
  const rules = planRules(arn, graph)
  return {
    arn,
    port: attributes.number('port', protocol === 'HTTPS' ? 443 : 80),
    protocol,
    tls: protocol === 'HTTPS' ? planTls(node, region, graph) : undefined,
    rules: [...rules, defaultRule(node)],
  }
}

function refuseUnknownGroups(loadBalancer: LoadBalancerPlan, known: ReadonlySet<string>): void {
  for (const arn of targetGroupsOf(loadBalancer)) {
    if (known.has(arn)) continue
    throw new LoadBalancingError(
      'MERIDIAN_ELBV2_TARGET_GROUP_NOT_FOUND',
      `Load balancer "${loadBalancer.name}" forwards to "${arn}", which is no target group of the program`,
    )
  }
}
