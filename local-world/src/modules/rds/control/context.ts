import type { DBCluster } from '@aws-sdk/client-rds'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { DatabaseState } from '../model/database-state.ts'
import type { RdsEvent } from '../model/events.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import type { ClusterPlan, InstancePlan } from '../plan/types.ts'
import type { MemberCluster } from './shapes.ts'

/** Reads the state of every database at the moment of a request. */
export type States = () => readonly DatabaseState[]

/** Renders a cluster as the API shows it now. */
export type ShowCluster = (member: MemberCluster) => DBCluster

/** What the API reads and changes. */
export interface RdsControl {
  readonly states: States
  readonly events: () => readonly RdsEvent[]
  readonly snapshots: () => readonly ClusterSnapshot[]
  /** Starts a change of writer; throws RoleChangeRefusedError. */
  readonly requestWriter: (globalId: string, toClusterId: string, isDataLossAllowed: boolean) => DatabaseState
  /** Starts to remove a cluster; throws RoleChangeRefusedError. */
  readonly requestRemoval: (globalId: string, clusterId: string) => DatabaseState
  /** Clusters created through the API, from snapshots. */
  readonly restored: RestoredControl
  /** Which clusters accept SQL over HTTP (`rdsdata`). */
  readonly http: HttpEndpoints
  /** The copy continues after the answer. */
  readonly copySnapshot: (source: ClusterSnapshot, target: ClusterSnapshot) => void
  readonly forgetSnapshot: (snapshot: ClusterSnapshot) => void
}

/** Starts the requested work; the caller has validated the request. */
interface RestoredControl {
  readonly size: number
  has(clusterArn: string): boolean
  restore(snapshot: ClusterSnapshot, plan: ClusterPlan): DatabaseState
  addInstance(plan: InstancePlan, clusterArn: string): DatabaseState
  removeInstance(clusterArn: string): DatabaseState
  remove(clusterArn: string, finalSnapshotId: string | undefined): DatabaseState
}

interface HttpEndpoints {
  enable(clusterArn: string): void
  disable(clusterArn: string): void
  isEnabled(clusterArn: string): boolean
}

/** A cluster and the database that it belongs to. */
export function clusterWithArn(states: readonly DatabaseState[], arn: string): MemberCluster {
  for (const state of states)
    for (const cluster of state.clusters.values()) if (cluster.plan.arn === arn) return { state, cluster }
  throw new AwsError('ResourceNotFoundFault', `The specified resource ${arn} was not found.`, 404)
}
