import type { DeleteDBClusterMessage, DeleteDBClusterResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { clusterOf } from '../../model/database-state.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl, ShowCluster } from '../context.ts'
import { clusterNamed, newSnapshotIdentifier, requireRestored } from '../lookups.ts'

/** Deletes a restored cluster without instances, and its volume unless a final snapshot is requested. */
export function deleteDbCluster(control: RdsControl, show: ShowCluster) {
  return (input: DeleteDBClusterMessage, { region }: WireContext): DeleteDBClusterResult => {
    const { states, restored, snapshots } = control
    const { state, cluster } = clusterNamed(states, input.DBClusterIdentifier ?? '', region)
    requireRestored(control, cluster, state)
    if (cluster.plan.deletionProtection)
      throw awsErrors.invalidCombination(
        'Cannot delete protected Cluster, please disable deletion protection and try again.',
      )
    if (state.instances.size > 0)
      throw awsErrors.invalidClusterState(
        'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
      )
    if (cluster.status !== 'available')
      throw awsErrors.invalidClusterState(
        `The cluster ${cluster.plan.id} is ${cluster.status}, not available.`,
      )
    const finalId = finalSnapshotId(control, input)
    if (snapshots().some((snapshot) => snapshot.id === finalId && snapshot.region === region))
      throw awsErrors.snapshotExists(finalId ?? '')
    const next = restored.remove(cluster.plan.arn, finalId)
    return { DBCluster: show({ state: next, cluster: clusterOf(next, cluster.plan.id) }) }
  }
}

function finalSnapshotId(control: RdsControl, input: DeleteDBClusterMessage): string | undefined {
  const { SkipFinalSnapshot: isSkipped = false, FinalDBSnapshotIdentifier: id } = input
  if (isSkipped && id !== undefined)
    throw awsErrors.invalidCombination(
      'FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is specified.',
    )
  if (!isSkipped && id === undefined)
    throw awsErrors.invalidCombination(
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    )
  return isSkipped ? undefined : newSnapshotIdentifier(control, 'FinalDBSnapshotIdentifier', id)
}
