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
import { type InstanceEvent, type InstanceStatus, nextInstanceStatus } from './instance-status.ts'

export interface ClusterState {
  readonly plan: ClusterPlan
  readonly status: ClusterStatus
  /** Of no meaning on the cluster that writes. */
  readonly synchronization: Synchronization
  readonly createdAtMs: number
}

export interface InstanceState {
  readonly plan: InstancePlan
  readonly status: InstanceStatus
  readonly createdAtMs: number
}

/** One database as it stands: who writes, and how each cluster and instance is. Immutable. */
export interface DatabaseState {
  readonly plan: DatabasePlan
  readonly writerClusterId: string
  readonly clusters: ReadonlyMap<string, ClusterState>
  readonly instances: ReadonlyMap<string, InstanceState>
}

/** A new state, and the change in it for the journal; no change when the event altered nothing. */
export interface Transition {
  readonly state: DatabaseState
  readonly change: { readonly from: string; readonly to: string } | undefined
}

export function createDatabaseState(plan: DatabasePlan, atMs: number): DatabaseState {
  const clusters = clustersOf(plan)
  return {
    plan,
    writerClusterId: plan.primary.id,
    clusters: new Map(
      clusters.map((cluster): [string, ClusterState] => [
        cluster.id,
        { plan: cluster, status: 'creating', synchronization: 'pending-resync', createdAtMs: atMs },
      ]),
    ),
    instances: new Map(
      clusters
        .flatMap((cluster) => cluster.instances)
        .map((instance): [string, InstanceState] => [
          instance.id,
          { plan: instance, status: 'creating', createdAtMs: atMs },
        ]),
    ),
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

/** A cluster's instance that writes, or that the cluster's others copy; undefined in a cluster without instances. */
export function firstInstance(state: DatabaseState, clusterId: string): InstancePlan | undefined {
  return clusterOf(state, clusterId).plan.instances[0]
}

/** The only instance that accepts writes. */
export function writerOf(state: DatabaseState): InstancePlan | undefined {
  return firstInstance(state, state.writerClusterId)
}

export function roleOf(state: DatabaseState, instanceId: string): 'writer' | 'reader' {
  return writerOf(state)?.id === instanceId ? 'writer' : 'reader'
}
