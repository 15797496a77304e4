import type { WireService } from '../../../kernel/wire-service.ts'
import { toCluster } from './cluster-shape.ts'
import type { RdsControl } from './context.ts'
import { HONOURED } from './honoured.ts'
import { copyDbClusterSnapshot } from './operations/copy-db-cluster-snapshot.ts'
import { createDbInstance } from './operations/create-db-instance.ts'
import { deleteDbCluster } from './operations/delete-db-cluster.ts'
import { deleteDbClusterSnapshot } from './operations/delete-db-cluster-snapshot.ts'
import { deleteDbInstance } from './operations/delete-db-instance.ts'
import { describeDbClusterParameters } from './operations/describe-db-cluster-parameters.ts'
import { describeDbClusterSnapshots } from './operations/describe-db-cluster-snapshots.ts'
import { describeDbClusters } from './operations/describe-db-clusters.ts'
import { describeDbInstances } from './operations/describe-db-instances.ts'
import { describeEvents } from './operations/describe-events.ts'
import { describeGlobalClusters } from './operations/describe-global-clusters.ts'
import { disableHttpEndpoint } from './operations/disable-http-endpoint.ts'
import { enableHttpEndpoint } from './operations/enable-http-endpoint.ts'
import { failoverGlobalCluster } from './operations/failover-global-cluster.ts'
import { removeFromGlobalCluster } from './operations/remove-from-global-cluster.ts'
import { restoreDbClusterFromSnapshot } from './operations/restore-db-cluster-from-snapshot.ts'
import { switchoverGlobalCluster } from './operations/switchover-global-cluster.ts'
import type { MemberCluster } from './shapes.ts'
import { UNKNOWN } from './unknown.ts'

/** The part of the RDS API that is implemented; other operations in the SDK answer "not implemented". */
export function createRdsControl(control: RdsControl, now: () => number): WireService {
  const { states } = control
  const showCluster = (member: MemberCluster) =>
    toCluster(member, { nowMs: now(), takesHttp: control.http.isEnabled(member.cluster.plan.arn) })
  return {
    scope: 'rds',
    protocol: 'query',
    refusals: { invalid: 'InvalidParameterValue', malformed: 'InvalidParameterValue' },
    namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    schemas: () => import('@aws-sdk/client-rds'),
    honoured: HONOURED,
    unknown: UNKNOWN,
    operations: {
      CopyDBClusterSnapshot: copyDbClusterSnapshot(control, now),
      CreateDBInstance: createDbInstance(control),
      DeleteDBCluster: deleteDbCluster(control, showCluster),
      DeleteDBClusterSnapshot: deleteDbClusterSnapshot(control),
      DeleteDBInstance: deleteDbInstance(control),
      DescribeDBClusterParameters: describeDbClusterParameters(states),
      DescribeDBClusterSnapshots: describeDbClusterSnapshots(control),
      DescribeDBClusters: describeDbClusters(states, showCluster),
      DescribeDBInstances: describeDbInstances(states),
      DescribeEvents: describeEvents(control, now),
      DescribeGlobalClusters: describeGlobalClusters(states),
      DisableHttpEndpoint: disableHttpEndpoint(control),
      EnableHttpEndpoint: enableHttpEndpoint(control),
      FailoverGlobalCluster: failoverGlobalCluster(control),
      RemoveFromGlobalCluster: removeFromGlobalCluster(control),
      RestoreDBClusterFromSnapshot: restoreDbClusterFromSnapshot(control, showCluster),
      SwitchoverGlobalCluster: switchoverGlobalCluster(control),
    },
  }
}
