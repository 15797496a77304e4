import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** A resource with network interfaces: its security groups and its subnets. */
export interface Wearer {
  readonly node: ResourceNode
  readonly groups: readonly string[]
  readonly subnets: readonly string[]
}

/** Every resource in the program that has security groups. */
export function wearersOf(graph: ResourceGraph): readonly Wearer[] {
  return [
    ...graph.ofType(TYPES.loadBalancer).map((node) => {
      const attributes = Attributes.of(node)
      return { node, groups: attributes.texts('securityGroups'), subnets: attributes.texts('subnets') }
    }),
    ...graph.ofType(TYPES.service).map((node) => {
      const network = Attributes.of(node).block('networkConfiguration')
      return { node, groups: network.texts('securityGroups'), subnets: network.texts('subnets') }
    }),
    ...graph.ofType(TYPES.function).map((node) => {
      const network = Attributes.of(node).block('vpcConfig')
      return { node, groups: network.texts('securityGroupIds'), subnets: network.texts('subnetIds') }
    }),
    ...graph.ofType(TYPES.database).map((node) => {
      const attributes = Attributes.of(node)
      return {
        node,
        groups: attributes.texts('vpcSecurityGroupIds'),
        subnets: subnetsOfGroup(graph, attributes.text('dbSubnetGroupName'), node.region),
      }
    }),
  ]
}

function subnetsOfGroup(
  graph: ResourceGraph,
  name: string,
  region: ResourceNode['region'],
): readonly string[] {
  const group = graph
    .ofType(TYPES.databaseSubnets)
    .find((each) => each.region === region && Attributes.of(each).text('name', each.id) === name)
  return group ? Attributes.of(group).texts('subnetIds') : []
}
