import { InstanceStateError } from '../errors.ts'
import { type ClusterPlan, clustersOf, type DatabasePlan, type InstancePlan } from '../plan/types.ts'
import {
  CLUSTER_TRANSITIONS,
  type ClusterEvent,
  type ClusterStatus,
  SYNCHRONIZATION_TRANSITIONS,
  type Synchronization,
  type SynchronizationEvent,
} from './cluster-status.ts'
import type { FailoverState, GlobalStatus } from './global-cluster.ts'
import { type InstanceEvent, type InstanceStatus, nextInstanceStatus } from './instance-status.ts'

/**
 * Whose history a cluster's data has: the writer's (shared); its own since another cluster was promoted over it (diverged);
 * its own since it left the global database (standalone).
 */
export type Lineage = 'shared' | 'diverged' | 'standalone'

export interface ClusterState {
  readonly plan: ClusterPlan
  readonly status: ClusterStatus
  readonly lineage: Lineage
  /** Meaningless on the primary. */
  readonly synchronization: Synchronization
  readonly createdAtMs: number
}

export interface InstanceState {
  readonly plan: InstancePlan
  readonly status: InstanceStatus
  readonly createdAtMs: number
}

/** The state of one database: its writer, and the status of each cluster and instance. Immutable. */
export interface DatabaseState {
  readonly plan: DatabasePlan
  readonly globalStatus: GlobalStatus
  readonly failover: FailoverState | undefined
  readonly writerClusterId: string
  /** Where the global writer endpoint points: the writer's cluster or, for a while after a change, the previous one. */
  readonly endpointClusterId: string
  readonly clusters: ReadonlyMap<string, ClusterState>
  readonly instances: ReadonlyMap<string, InstanceState>
}

/** A new state, and its change for the journal; no change when the event altered nothing. */
export interface Transition {
  readonly state: DatabaseState
  readonly change: { readonly from: string; readonly to: string } | undefined
}

export function createDatabaseState(plan: DatabasePlan, atMs: number): DatabaseState {
  const clusters = clustersOf(plan).map((cluster) => createCluster(cluster, atMs))
  const instances = clusters.flatMap(({ plan: { instances } }) => instances)
  return {
    plan,
    globalStatus: 'creating',
    failover: undefined,
    writerClusterId: plan.primary.id,
    endpointClusterId: plan.primary.id,
    clusters: new Map(clusters.map((cluster) => [cluster.plan.id, cluster])),
    instances: new Map(
      instances.map((instance) => [
        instance.id,
        { plan: instance, status: 'creating' as const, createdAtMs: atMs },
      ]),
    ),
  }
}

function createCluster(plan: ClusterPlan, createdAtMs: number): ClusterState {
  return { plan, status: 'creating', lineage: 'shared', synchronization: 'pending-resync', createdAtMs }
}

/** Adds an instance, as the last of its cluster. */
export function addInstance(state: DatabaseState, plan: InstancePlan, atMs: number): DatabaseState {
  const instances = new Map(state.instances).set(plan.id, { plan, status: 'creating', createdAtMs: atMs })
  const cluster = clusterOf(state, plan.clusterId)
  return withInstances({ ...state, instances }, cluster, [...cluster.plan.instances, plan])
}

/** Removes an instance whose server has ended. */
export function removeInstance(state: DatabaseState, id: string): DatabaseState {
  const { plan } = instanceOf(state, id)
  const instances = new Map(state.instances)
  instances.delete(id)
  const cluster = clusterOf(state, plan.clusterId)
  const others = cluster.plan.instances.filter((other) => other.id !== id)
  return withInstances({ ...state, instances }, cluster, others)
}

function withInstances(
  state: DatabaseState,
  cluster: ClusterState,
  instances: readonly InstancePlan[],
): DatabaseState {
  const plan = { ...cluster.plan, instances }
  const clusters = new Map(state.clusters).set(plan.id, { ...cluster, plan })
  const { primary, secondaries } = state.plan
  const changed = (other: ClusterPlan) => (other.id === plan.id ? plan : other)
  return {
    ...state,
    clusters,
    plan: { ...state.plan, primary: changed(primary), secondaries: secondaries.map(changed) },
  }
}

export function applyInstanceEvent(state: DatabaseState, id: string, event: InstanceEvent): Transition {
  const instance = instanceOf(state, id)
  const status = nextInstanceStatus(id, instance.status, event)
  if (status === instance.status) return { state, change: undefined }
  const instances = new Map(state.instances).set(id, { ...instance, status })
  return { state: { ...state, instances }, change: { from: instance.status, to: status } }
}

export function applyClusterEvent(state: DatabaseState, id: string, event: ClusterEvent): Transition {
  const cluster = clusterOf(state, id)
  const status = CLUSTER_TRANSITIONS[cluster.status][event]
  return changeCluster(state, { ...cluster, status }, cluster.status, status)
}

export function applySynchronizationEvent(
  state: DatabaseState,
  id: string,
  event: SynchronizationEvent,
): Transition {
  const cluster = clusterOf(state, id)
  const synchronization = SYNCHRONIZATION_TRANSITIONS[cluster.synchronization][event]
  return changeCluster(state, { ...cluster, synchronization }, cluster.synchronization, synchronization)
}

/** A diverged member is not connected from that moment, whatever its stream looks like. */
export function changeLineage(state: DatabaseState, id: string, lineage: Lineage): Transition {
  const cluster = clusterOf(state, id)
  const synchronization = lineage === 'diverged' ? 'pending-resync' : cluster.synchronization
  return changeCluster(state, { ...cluster, lineage, synchronization }, cluster.lineage, lineage)
}

function changeCluster(state: DatabaseState, cluster: ClusterState, from: string, to: string): Transition {
  if (from === to) return { state, change: undefined }
  const clusters = new Map(state.clusters).set(cluster.plan.id, cluster)
  return { state: { ...state, clusters }, change: { from, to } }
}

export function instanceOf(state: DatabaseState, id: string): InstanceState {
  const instance = state.instances.get(id)
  if (instance) return instance
  throw new InstanceStateError(
    `There is no instance "${id}" in this database. It has: ${[...state.instances.keys()].join(', ')}.`,
  )
}

export function clusterOf(state: DatabaseState, id: string): ClusterState {
  const cluster = state.clusters.get(id)
  if (cluster) return cluster
  throw new InstanceStateError(
    `There is no cluster "${id}" in this database. It has: ${[...state.clusters.keys()].join(', ')}.`,
  )
}

/** The clusters of the database, without the removed ones. */
export function membersOf(state: DatabaseState): readonly ClusterState[] {
  return [...state.clusters.values()].filter((cluster) => cluster.lineage !== 'standalone')
}

/** A cluster's writer, or the one its other instances copy; undefined in a cluster without instances. */
export function firstInstance(state: DatabaseState, clusterId: string): InstancePlan | undefined {
  return clusterOf(state, clusterId).plan.instances[0]
}

/** The only instance of the global database that accepts writes. */
export function writerOf(state: DatabaseState): InstancePlan | undefined {
  return firstInstance(state, state.writerClusterId)
}

/** A removed cluster has an independent writer. */
export function roleOf(state: DatabaseState, instanceId: string): 'writer' | 'reader' {
  if (writerOf(state)?.id === instanceId) return 'writer'
  const { clusterId } = instanceOf(state, instanceId).plan
  const isOwnWriter = firstInstance(state, clusterId)?.id === instanceId
  return clusterOf(state, clusterId).lineage === 'standalone' && isOwnWriter ? 'writer' : 'reader'
}
