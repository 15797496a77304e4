import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** A cluster of a global database, with its instances. */
export interface Member {
  readonly cluster: ResourceNode
  readonly attributes: Attributes
  readonly instances: readonly ResourceNode[]
}

/** The member clusters of every global database, by its identifier. */
export function globalDatabases(graph: ResourceGraph): readonly (readonly Member[])[] {
  const clusters = graph
    .ofType(TYPES.database)
    .filter((cluster) => Attributes.of(cluster).text('globalClusterIdentifier') !== '')
  const sets = Map.groupBy(clusters, (cluster) => Attributes.of(cluster).text('globalClusterIdentifier'))
  return [...sets.values()].map((members) => members.map((cluster) => memberOf(graph, cluster)))
}

/** Created as a secondary; after a failover it may be the writer, but its description stays the same. */
export function beganAsSecondary({ attributes }: Member): boolean {
  return ['sourceRegion', 'replicationSourceIdentifier'].some((property) => attributes.text(property) !== '')
}

/** Members of one set whose value differs from the first member's. */
export function differing(
  members: readonly Member[],
  read: (member: Member) => string,
): readonly { readonly member: Member; readonly seen: string; readonly wanted: string }[] {
  const [first, ...others] = members
  if (!first) return []
  const wanted = read(first)
  return others
    .map((member) => ({ member, seen: read(member), wanted }))
    .filter(({ seen }) => seen !== wanted)
}

function memberOf(graph: ResourceGraph, cluster: ResourceNode): Member {
  const attributes = Attributes.of(cluster)
  const identifier = attributes.text('clusterIdentifier', cluster.id)
  const instances = graph
    .ofType(TYPES.databaseInstance)
    .filter((instance) => Attributes.of(instance).text('clusterIdentifier') === identifier)
    // Identifiers are unique per region only; another rule requires more.
    .filter((instance) => instance.region === cluster.region)
  return { cluster, attributes, instances }
}

/** The value of one parameter in a cluster's parameter group; empty when not set. */
export function parameterOf(graph: ResourceGraph, cluster: ResourceNode, parameter: string): string {
  return parametersOf(graph, cluster)
    .filter((each) => each.text('name') === parameter)
    .map((each) => each.text('value'))
    .join()
}

/** The parameters that a cluster's group sets. */
export function parametersOf(graph: ResourceGraph, cluster: ResourceNode): readonly Attributes[] {
  const name = Attributes.of(cluster).text('dbClusterParameterGroupName')
  return graph
    .ofType(TYPES.clusterParameters)
    .filter(
      (group) => group.region === cluster.region && Attributes.of(group).text('name', group.id) === name,
    )
    .flatMap((group) => Attributes.of(group).blocks('parameters'))
}
