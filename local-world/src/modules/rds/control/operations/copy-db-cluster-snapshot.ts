import type { CopyDBClusterSnapshotMessage, CopyDBClusterSnapshotResult } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { copyOfSnapshot } from '../../model/snapshot.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { newSnapshotIdentifier, snapshotNamed } from '../lookups.ts'
import { toSnapshot } from '../shapes.ts'

/** Keeps the snapshot of a failover beyond its cluster's retention; a source in another region is named by its ARN. */
export function copyDbClusterSnapshot(control: RdsControl, now: () => number) {
  return (input: CopyDBClusterSnapshotMessage, { region }: WireContext): CopyDBClusterSnapshotResult => {
    const source = snapshotNamed(control, input.SourceDBClusterSnapshotIdentifier ?? '', region)
    const id = newSnapshotIdentifier(
      control,
      'TargetDBClusterSnapshotIdentifier',
      input.TargetDBClusterSnapshotIdentifier,
    )
    if (source.status !== 'available')
      throw awsErrors.invalidSnapshotState(`The snapshot ${source.id} is ${source.status}, not available.`)
    if (control.snapshots().some((snapshot) => snapshot.id === id && snapshot.region === region))
      throw awsErrors.snapshotExists(id)
    if (source.region !== region && source.cluster.storageEncrypted && input.KmsKeyId === undefined)
      throw awsErrors.invalidCombination(
        'A KMS key of this Region is needed to copy an encrypted snapshot from another Region: give KmsKeyId.',
      )
    const target = copyOfSnapshot(source, { id, region, createdAtMs: now() })
    control.copySnapshot(source, target)
    return { DBClusterSnapshot: toSnapshot(target) }
  }
}
