import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { tagsOf } from '../../../kernel/tags.ts'
import { TYPES } from '../resources.ts'
import { readCluster } from './read-cluster.ts'
import {
  refuse,
  refuseSecondaryCredentials,
  requireEngine,
  requireIdentifier,
  requireMasterPassword,
  requireSecondaryKey,
} from './rules.ts'
import type { ClusterPlan, DatabasePlan, GlobalClusterPlan, RdsPlan } from './types.ts'

interface Member {
  readonly node: ResourceNode
  readonly cluster: ClusterPlan
}

/** Reads the program's databases; throws RdsPlanError for what AWS would refuse or this world does not support. */
export function planRds(graph: ResourceGraph): RdsPlan {
  const members = graph
    .ofType(TYPES.cluster)
    .map((node): Member => ({ node, cluster: readCluster(graph, node) }))
  refuseTakenIdentifiers(graph, members)
  refuseStrayInstances(graph, members)
  const byGlobal = Map.groupBy(members, ({ node }) => Attributes.of(node).text('globalClusterIdentifier'))
  refuseUnknownGlobals(graph, byGlobal)
  const globals = graph
    .ofType(TYPES.globalCluster)
    .map((node) => readDatabase(node, byGlobal.get(node.id) ?? []))
  const single = (byGlobal.get('') ?? []).map((member) => asDatabase(undefined, member, []))
  return { databases: [...globals, ...single] }
}

function readDatabase(node: ResourceNode, members: readonly Member[]): DatabasePlan {
  const global = readGlobalCluster(node)
  refuseTakenRegions(members)
  const primary = members.find((member) => member.node.inputs.masterUsername !== undefined)
  if (!primary)
    refuse(
      'MERIDIAN_RDS_PRIMARY_MISSING',
      node,
      `none of its ${members.length} cluster(s) has masterUsername, so none is the primary. Give the first one a login.`,
    )
  const secondaries = members.filter((member) => member !== primary)
  for (const secondary of secondaries) requireSecondary(secondary, primary, global)
  return asDatabase(global, primary, secondaries)
}

function readGlobalCluster(node: ResourceNode): GlobalClusterPlan {
  const attributes = Attributes.of(node)
  const id = attributes.text('globalClusterIdentifier')
  requireIdentifier(node, id)
  requireEngine(node)
  return {
    id,
    arn: attributes.text('arn'),
    resourceId: attributes.text('globalClusterResourceId'),
    endpoint: attributes.text('endpoint'),
    engineVersion: attributes.text('engineVersion'),
    databaseName: attributes.text('databaseName') || undefined,
    storageEncrypted: attributes.boolean('storageEncrypted'),
    deletionProtection: attributes.boolean('deletionProtection'),
    lifecycleSupport: attributes.text('engineLifecycleSupport'),
    tags: tagsOf(node),
  }
}

function requireSecondary(secondary: Member, primary: Member, global: GlobalClusterPlan): void {
  refuseSecondaryCredentials(secondary.node, primary.cluster.id)
  requireSecondaryKey(secondary.node, global.storageEncrypted || secondary.cluster.storageEncrypted)
  if (secondary.cluster.engineVersion !== primary.cluster.engineVersion)
    refuse(
      'MERIDIAN_RDS_ENGINE_VERSION',
      secondary.node,
      `engineVersion "${secondary.cluster.engineVersion}" differs from the primary's "${primary.cluster.engineVersion}". ` +
        'All members of a global database run the same minor version.',
    )
}

function asDatabase(
  global: GlobalClusterPlan | undefined,
  primary: Member,
  secondaries: readonly Member[],
): DatabasePlan {
  const attributes = Attributes.of(primary.node)
  const username = attributes.text('masterUsername')
  const password = attributes.text('masterPassword')
  if (username === '')
    refuse('MERIDIAN_RDS_PRIMARY_MISSING', primary.node, 'has no masterUsername and no primary to follow.')
  requireMasterPassword(primary.node, password)
  if (primary.cluster.instances.length === 0)
    refuse('MERIDIAN_RDS_PRIMARY_MISSING', primary.node, 'has no instance: nobody could write. Add one.')
  return {
    global,
    master: { username, password },
    databaseName: attributes.text('databaseName') || global?.databaseName,
    primary: primary.cluster,
    secondaries: secondaries.map((member) => member.cluster),
  }
}

/** Identifiers are unique across all regions of a global database, not only within one. */
function refuseTakenIdentifiers(graph: ResourceGraph, members: readonly Member[]): void {
  const nodes = [...members.map((member) => member.node), ...graph.ofType(TYPES.clusterInstance)]
  const owners = new Map<string, ResourceNode>()
  for (const node of nodes) {
    const owner = owners.get(`${node.type} ${node.id}`)
    if (owner)
      refuse(
        'MERIDIAN_RDS_IDENTIFIER_TAKEN',
        node,
        `identifier "${node.id}" is taken by ${owner.name} in ${owner.region}. Identifiers are unique over all regions of a global database: put the region into it.`,
      )
    owners.set(`${node.type} ${node.id}`, node)
  }
}

function refuseTakenRegions(members: readonly Member[]): void {
  const owners = new Map<string, Member>()
  for (const member of members) {
    const owner = owners.get(member.cluster.region)
    if (owner)
      refuse(
        'MERIDIAN_RDS_REGION_TAKEN',
        member.node,
        `${member.cluster.region} already has cluster "${owner.cluster.id}" of this global database; each region can have one.`,
      )
    owners.set(member.cluster.region, member)
  }
}

function refuseStrayInstances(graph: ResourceGraph, members: readonly Member[]): void {
  const known = new Set(members.flatMap(({ cluster }) => cluster.instances.map((instance) => instance.id)))
  const stray = graph.ofType(TYPES.clusterInstance).find((node) => !known.has(node.id))
  if (!stray) return
  const wanted = Attributes.of(stray).text('clusterIdentifier')
  refuse('MERIDIAN_RDS_REFERENCE', stray, `clusterIdentifier "${wanted}" is no cluster of ${stray.region}.`)
}

function refuseUnknownGlobals(graph: ResourceGraph, byGlobal: ReadonlyMap<string, readonly Member[]>): void {
  const known = new Set(graph.ofType(TYPES.globalCluster).map((node) => node.id))
  for (const [id, [member]] of byGlobal)
    if (id !== '' && member && !known.has(id))
      refuse(
        'MERIDIAN_RDS_REFERENCE',
        member.node,
        `globalClusterIdentifier "${id}" is no global cluster of the program.`,
      )
}
