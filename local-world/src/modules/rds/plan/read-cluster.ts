import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import { TYPES } from '../resources.ts'
import {
  EMBEDDED_MAJOR,
  refuse,
  refuseManagedPassword,
  refuseUnsupported,
  refuseUnsupportedParameters,
  requireEngine,
  requireIdentifier,
} from './rules.ts'
import { readClusterSettings, readInstanceSettings } from './settings.ts'
import type { ClusterPlan, InstancePlan, SubnetGroupPlan } from './types.ts'

const SUBNET_TYPE = 'aws:ec2/subnet:Subnet'
const FEWEST_ZONES = 2

/** Reads a cluster with its instances, subnets and parameters; refuses what is wrong in any role. */
export function readCluster(graph: ResourceGraph, node: ResourceNode): ClusterPlan {
  const attributes = Attributes.of(node)
  const id = attributes.text('clusterIdentifier')
  requireIdentifier(node, id)
  requireEngine(node)
  refuseManagedPassword(node)
  refuseUnsupported(node)
  const region = regionOf(node)
  const subnetGroup = readSubnetGroup(graph, node, region)
  const capacity = attributes.has('serverlessv2ScalingConfiguration')
    ? attributes.block('serverlessv2ScalingConfiguration')
    : undefined
  return {
    id,
    arn: attributes.text('arn'),
    resourceId: attributes.text('clusterResourceId'),
    region,
    endpoint: attributes.text('endpoint'),
    readerEndpoint: attributes.text('readerEndpoint'),
    hostedZoneId: attributes.text('hostedZoneId'),
    port: attributes.number('port', 5432),
    engineVersion: attributes.text('engineVersion'),
    subnetGroup,
    securityGroupIds: attributes.texts('vpcSecurityGroupIds'),
    parameterGroupName: attributes.text(
      'dbClusterParameterGroupName',
      `default.aurora-postgresql${EMBEDDED_MAJOR}`,
    ),
    ...readParameters(graph, node, region),
    storageEncrypted: attributes.boolean('storageEncrypted'),
    kmsKeyId: attributes.has('kmsKeyId') ? attributes.text('kmsKeyId') : undefined,
    deletionProtection: attributes.boolean('deletionProtection'),
    backupRetentionDays: attributes.number('backupRetentionPeriod', 1),
    capacity: capacity && {
      minAcu: capacity.number('minCapacity', 0.5),
      maxAcu: capacity.number('maxCapacity', 1),
    },
    instances: readInstances(graph, id, region, subnetGroup),
    settings: readClusterSettings(node),
  }
}

/** The region of a resource that must have one. */
function regionOf(node: ResourceNode): RegionId {
  return node.region ?? refuse('MERIDIAN_RDS_REFERENCE', node, 'its provider names no region; give it one.')
}

function readInstances(
  graph: ResourceGraph,
  clusterId: string,
  region: RegionId,
  subnetGroup: SubnetGroupPlan,
): readonly InstancePlan[] {
  return graph
    .ofType(TYPES.clusterInstance)
    .filter((node) => node.region === region && Attributes.of(node).text('clusterIdentifier') === clusterId)
    .map((node, index) => readInstance(node, index, clusterId, region, subnetGroup))
}

function readInstance(
  node: ResourceNode,
  index: number,
  clusterId: string,
  region: RegionId,
  { name, subnets }: SubnetGroupPlan,
): InstancePlan {
  const attributes = Attributes.of(node)
  const id = attributes.text('identifier')
  requireIdentifier(node, id)
  requireEngine(node)
  const wanted = attributes.text('availabilityZone')
  const subnet = wanted
    ? subnets.find((candidate) => candidate.zone === wanted)
    : subnets[index % subnets.length]
  if (!subnet)
    refuse('MERIDIAN_RDS_SUBNETS', node, `availabilityZone "${wanted}" has no subnet in group "${name}".`)
  return {
    id,
    arn: attributes.text('arn'),
    resourceId: attributes.text('dbiResourceId'),
    clusterId,
    region,
    endpoint: attributes.text('endpoint'),
    instanceClass: attributes.text('instanceClass'),
    promotionTier: attributes.number('promotionTier', 0),
    subnetId: subnet.id,
    zone: subnet.zone,
    settings: readInstanceSettings(node),
  }
}

function readSubnetGroup(graph: ResourceGraph, node: ResourceNode, region: RegionId): SubnetGroupPlan {
  const name = Attributes.of(node).text('dbSubnetGroupName')
  const group = graph
    .ofType(TYPES.subnetGroup)
    .find((candidate) => candidate.region === region && candidate.id === name)
  if (!group)
    refuse(
      'MERIDIAN_RDS_SUBNETS',
      node,
      `dbSubnetGroupName "${name}" is no subnet group of ${region} in the program. The cluster needs one: there is no default VPC.`,
    )
  const subnets = Attributes.of(group)
    .texts('subnetIds')
    .map((id) => subnetOf(graph, group, id))
  const zones = new Set(subnets.map((subnet) => subnet.zone))
  if (zones.size < FEWEST_ZONES)
    refuse(
      'MERIDIAN_RDS_SUBNETS',
      group,
      `covers ${zones.size} availability zone(s): ${[...zones].join(', ') || 'none'}; RDS wants at least ${FEWEST_ZONES}. Add a subnet in another zone.`,
    )
  const attributes = Attributes.of(group)
  return {
    name,
    arn: attributes.text('arn'),
    description: attributes.text('description'),
    vpcId: subnets[0]?.vpcId ?? '',
    subnets,
  }
}

function subnetOf(graph: ResourceGraph, group: ResourceNode, subnetId: string) {
  const subnet = graph.byId(SUBNET_TYPE, subnetId)
  if (!subnet)
    refuse('MERIDIAN_RDS_REFERENCE', group, `names subnet "${subnetId}", which is not in the program.`)
  const attributes = Attributes.of(subnet)
  return { id: subnetId, zone: attributes.text('availabilityZone'), vpcId: attributes.text('vpcId') }
}

function readParameters(
  graph: ResourceGraph,
  node: ResourceNode,
  region: RegionId,
): Pick<ClusterPlan, 'parameters' | 'pendingReboot'> {
  const name = Attributes.of(node).text('dbClusterParameterGroupName')
  if (name === '' || name.startsWith('default.')) return { parameters: {}, pendingReboot: [] }
  const group = graph
    .ofType(TYPES.clusterParameterGroup)
    .find((candidate) => candidate.region === region && candidate.id === name)
  if (!group)
    refuse(
      'MERIDIAN_RDS_REFERENCE',
      node,
      `dbClusterParameterGroupName "${name}" is no parameter group of ${region} in the program.`,
    )
  const given = Attributes.of(group).blocks('parameters')
  const parameters = Object.fromEntries(
    given.map((parameter) => [parameter.text('name'), parameter.text('value')]),
  )
  refuseUnsupportedParameters(group, parameters)
  const waiting = given.filter((parameter) => parameter.text('applyMethod') === 'pending-reboot')
  return { parameters, pendingReboot: waiting.map((parameter) => parameter.text('name')) }
}
