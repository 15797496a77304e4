import type { DBCluster } from '@aws-sdk/client-rds'
import { AwsError } from '../../../kernel/wire-service.ts'
import type { DatabaseState } from '../model/database-state.ts'
import type { RdsEvent } from '../model/events.ts'
import type { ClusterSnapshot } from '../model/snapshot.ts'
import type { ClusterPlan, InstancePlan } from '../plan/types.ts'
import type { MemberCluster } from './shapes.ts'

/** Reads the state of every database at the moment of a request. */
export type States = () => readonly DatabaseState[]

/** A cluster as the API shows it now. */
export type ShowCluster = (member: MemberCluster) => DBCluster

/** What the API reads and changes. */
export interface RdsControl {
  readonly states: States
  readonly events: () => readonly RdsEvent[]
  readonly snapshots: () => readonly ClusterSnapshot[]
  /** Begins a change of writer; throws RoleChangeRefusedError. */
  readonly requestWriter: (globalId: string, toClusterId: string, isDataLossAllowed: boolean) => DatabaseState
  /** Begins to let a cluster leave; throws RoleChangeRefusedError. */
  readonly requestRemoval: (globalId: string, clusterId: string) => DatabaseState
  /** Clusters that the API itself made, from snapshots. */
  readonly restored: RestoredControl
  /** Which clusters take SQL over HTTP (`rdsdata`). */
  readonly http: HttpEndpoints
  /** The copy goes on after the answer. */
  readonly copySnapshot: (source: ClusterSnapshot, target: ClusterSnapshot) => void
  readonly forgetSnapshot: (snapshot: ClusterSnapshot) => void
}

/** Begins what is asked; the caller has checked that it may be. */
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
