import type { DeleteDBClusterSnapshotMessage, DeleteDBClusterSnapshotResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { snapshotNamed } from '../lookups.ts'
import { toSnapshot } from '../shapes.ts'

/** Automated snapshots expire with their cluster's retention; they cannot be deleted. */
export function deleteDbClusterSnapshot(control: RdsControl) {
  return (input: DeleteDBClusterSnapshotMessage, { region }: WireContext): DeleteDBClusterSnapshotResult => {
    const snapshot = snapshotNamed(control, input.DBClusterSnapshotIdentifier ?? '', region)
    if (snapshot.type === 'automated')
      throw awsErrors.invalidSnapshotState('Only manual snapshots may be deleted.')
    if (snapshot.status !== 'available')
      throw awsErrors.invalidSnapshotState(
        `The snapshot ${snapshot.id} is ${snapshot.status}, not available.`,
      )
    control.forgetSnapshot(snapshot)
    return { DBClusterSnapshot: { ...toSnapshot(snapshot), Status: 'deleted' } }
  }
}
