import type { DBClusterSnapshotMessage, DescribeDBClusterSnapshotsMessage } from '@aws-sdk/client-rds'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { awsErrors } from '../aws-errors.ts'
import type { RdsControl } from '../context.ts'
import { filtered, page } from '../listing.ts'
import { isNamed } from '../lookups.ts'
import { toSnapshot } from '../shapes.ts'

/** The snapshots in the request's region: those taken at failovers, and copies of them. */
export function describeDbClusterSnapshots({ snapshots }: Pick<RdsControl, 'snapshots'>) {
  return (input: DescribeDBClusterSnapshotsMessage, { region }: WireContext): DBClusterSnapshotMessage => {
    const { DBClusterSnapshotIdentifier: id, DBClusterIdentifier: cluster, SnapshotType: type } = input
    const all = snapshots().filter((snapshot) => snapshot.region === region)
    const named = all.filter((snapshot) => id === undefined || isNamed(snapshot, id))
    if (id !== undefined && named.length === 0) throw awsErrors.snapshotNotFound(id)
    const asked = named.filter(
      (snapshot) =>
        (cluster === undefined || isNamed(snapshot.cluster, cluster)) &&
        (type === undefined || type === snapshot.type),
    )
    const kept = filtered(asked, input.Filters, {
      'db-cluster-id': (snapshot) => [snapshot.cluster.id, snapshot.cluster.arn],
      'db-cluster-snapshot-id': (snapshot) => [snapshot.id],
      'snapshot-type': (snapshot) => [snapshot.type],
      engine: () => ['aurora-postgresql'],
    })
    const { items, Marker } = page(kept, input)
    return { DBClusterSnapshots: items.map(toSnapshot), Marker }
  }
}
