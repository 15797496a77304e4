import type {
  RestoreDBClusterFromSnapshotMessage,
  RestoreDBClusterFromSnapshotResult,
} from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { clusterOf } from '../../model/database-state.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl, ShowCluster } from '../context.ts'
import { findCluster, newIdentifier, snapshotNamed } from '../lookups.ts'
import { restoredCluster } from '../new-cluster.ts'

const ENGINE = 'aurora-postgresql'
/** Each is a copy on disk and, with an instance, a server; AWS's quota is 40 per region. */
const MOST_RESTORED = 5

/** Creates an independent cluster, outside every global database, without instances: CreateDBInstance adds a server. */
export function restoreDbClusterFromSnapshot(control: RdsControl, show: ShowCluster) {
  return (
    input: RestoreDBClusterFromSnapshotMessage,
    context: WireContext,
  ): RestoreDBClusterFromSnapshotResult => {
    const { states, restored } = control
    const id = newIdentifier('DBClusterIdentifier', input.DBClusterIdentifier)
    if (input.Engine !== ENGINE)
      throw awsErrors.invalidCombination(
        `The engine ${input.Engine} is not compatible with the snapshot's: ${ENGINE}.`,
      )
    const snapshot = snapshotNamed(control, input.SnapshotIdentifier ?? '', context.region)
    // A name always means this region, and snapshots are restored where they are kept.
    if (snapshot.region !== context.region) throw awsErrors.snapshotNotFound(input.SnapshotIdentifier ?? '')
    if (snapshot.status !== 'available')
      throw awsErrors.invalidSnapshotState(
        `The snapshot ${snapshot.id} is ${snapshot.status}, not available.`,
      )
    if (findCluster(states, id, context.region)) throw awsErrors.clusterExists(id)
    if (restored.size >= MOST_RESTORED) throw awsErrors.clusterQuota()
    const plan = restoredCluster(id, snapshot, input, states, context)
    const state = restored.restore(snapshot, plan)
    return { DBCluster: show({ state, cluster: clusterOf(state, id) }) }
  }
}
