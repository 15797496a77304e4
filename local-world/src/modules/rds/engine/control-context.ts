import type { RdsControl } from '../control/context.ts'
import { InstanceStateError } from '../errors.ts'
import type { RdsDependencies } from './dependencies.ts'
import type { RestoredClusters } from './restored-clusters.ts'
import { requestRemoval, requestWriter } from './role-change/request.ts'
import type { RunningDatabase } from './running-database.ts'

/** What the RDS API can read of the databases and do to them. */
export function createRdsControlContext(
  { snapshots, world }: RdsDependencies,
  databases: readonly RunningDatabase[],
  restored: RestoredClusters,
  overHttp: Set<string>,
): RdsControl {
  return {
    states: () => [...databases.map((database) => database.state), ...restored.idle()],
    events: () => databases.flatMap((database) => database.events).sort((a, b) => a.atMs - b.atMs),
    snapshots: () => snapshots.list(),
    requestWriter: (globalId, toClusterId, isDataLossAllowed) =>
      requestWriter(globalNamed(globalId), toClusterId, isDataLossAllowed),
    requestRemoval: (globalId, clusterId) => requestRemoval(globalNamed(globalId), clusterId),
    restored,
    http: {
      enable: (clusterArn) => void overHttp.add(clusterArn),
      disable: (clusterArn) => void overHttp.delete(clusterArn),
      isEnabled: (clusterArn) => overHttp.has(clusterArn),
    },
    copySnapshot: (source, target) => begin(target.id, snapshots.copy(source, target)),
    forgetSnapshot: (snapshot) => begin(snapshot.id, snapshots.forget(snapshot)),
  }

  function begin(subject: string, work: Promise<void>): void {
    work.catch((error: Error) =>
      world.journal.record({
        module: 'rds',
        event: 'work failed',
        subject,
        detail: { reason: error.message },
      }),
    )
  }

  function globalNamed(globalId: string): RunningDatabase {
    const database = databases.find(({ state: { plan } }) =>
      [plan.global?.id, plan.global?.arn].includes(globalId),
    )
    if (database) return database
    throw new InstanceStateError(`There is no global cluster "${globalId}".`)
  }
}
