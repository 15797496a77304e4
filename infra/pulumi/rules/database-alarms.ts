import type * as pulumi from '@pulumi/pulumi'
import type { AlarmRow, MetricChoice } from './alarms.ts'

export interface WatchedDatabase {
  readonly clusterId: pulumi.Input<string>
  /** The maximum capacity of each instance. */
  readonly capacityCeilingAcu: number
}

/** An ACU has about 2 GiB. */
const GIB_PER_ACU = 2
const BYTES_PER_GIB = 1024 ** 3
const CPU_PERCENT = 85
const CAPACITY_PERCENT = 90
const FREE_SHARE = 0.05
/** Aurora's `max_connections` grows with the ceiling; a floor of 0.5 ACU caps it at 2000. */
const CONNECTIONS_PER_ACU = 90
const MOST_CONNECTIONS = 2000
const CONNECTION_SHARE = 0.8
const SLOW_COMMIT_MS = 100
/** Above Aurora's typical lag, and the maximum that readers were promised. */
const LATE_MS = 1_000
/** Ten seconds of acknowledged writes that a failover now would lose. */
const AT_RISK_MS = 10_000

/**
 * One region's member of the global database; the same in every region, because every region may have either role. Load alarms
 * ignore an instance that does not report: lag and health checks detect that.
 */
export function databaseAlarms({ clusterId, capacityCeilingAcu }: WatchedDatabase): readonly AlarmRow[] {
  const metric = (name: string, statistic: string): MetricChoice => ({
    namespace: 'AWS/RDS',
    name,
    dimensions: { DBClusterIdentifier: clusterId },
    statistic,
  })
  const connections = Math.round(
    CONNECTION_SHARE * Math.min(MOST_CONNECTIONS, capacityCeilingAcu * CONNECTIONS_PER_ACU),
  )
  const freeBytes = Math.round(FREE_SHARE * capacityCeilingAcu * GIB_PER_ACU * BYTES_PER_GIB)
  return [
    {
      id: 'cpu',
      watch: metric('CPUUtilization', 'Maximum'),
      threshold: CPU_PERCENT,
      comparison: 'above',
      breaches: [5, 5],
      whenMissing: 'ignore',
      says: `An instance of the cluster uses more than ${CPU_PERCENT} % of its CPU. Look at the slowest statements; a failover would not make it faster.`,
      runbook: 'choose',
    },
    {
      id: 'capacity',
      watch: metric('ACUUtilization', 'Maximum'),
      threshold: CAPACITY_PERCENT,
      comparison: 'above',
      breaches: [5, 5],
      whenMissing: 'ignore',
      says: `An instance is at more than ${CAPACITY_PERCENT} % of its ceiling of ${capacityCeilingAcu} ACU and cannot grow much more. Raise capacityCeilingAcu, which is one setting for all regions.`,
      runbook: 'alarms',
    },
    {
      id: 'connections',
      watch: metric('DatabaseConnections', 'Maximum'),
      threshold: connections,
      comparison: 'above',
      breaches: [3, 3],
      whenMissing: 'ignore',
      says: `More than ${connections} connections, four fifths of what the cluster takes. Count tasks times pool size; idle ones come from a deployment that did not end.`,
      runbook: 'alarms',
    },
    {
      id: 'memory',
      watch: metric('FreeableMemory', 'Minimum'),
      threshold: freeBytes,
      comparison: 'below',
      breaches: [5, 5],
      whenMissing: 'ignore',
      says: `Less than ${Math.round(freeBytes / 1024 ** 2)} MiB of memory can be freed before the ceiling. Look for sorts and for connections that do nothing; raise the ceiling.`,
      runbook: 'alarms',
    },
    {
      id: 'deadlocks',
      watch: metric('Deadlocks', 'Average'),
      threshold: 0,
      comparison: 'above',
      breaches: [2, 5],
      whenMissing: 'notBreaching',
      says: 'Transactions wait for one another, and PostgreSQL ends some. Find them in the log by "deadlock detected"; a deployment has changed the order of locks.',
      runbook: 'alarms',
    },
    {
      id: 'commit-latency',
      watch: metric('CommitLatency', 'Average'),
      threshold: SLOW_COMMIT_MS,
      comparison: 'above',
      breaches: [5, 5],
      // Only a writer commits.
      whenMissing: 'notBreaching',
      says: `A commit takes longer than ${SLOW_COMMIT_MS} ms. Storage or the writer is slow; if the region is the reason, a switchover helps.`,
      runbook: 'choose',
    },
    {
      id: 'replication-lag',
      watch: metric('AuroraGlobalDBReplicationLag', 'Average'),
      threshold: LATE_MS,
      comparison: 'above',
      breaches: [3, 5],
      // Aurora reports it only in secondary regions, by their own cluster (the workshop in
      // local-world/src/modules/cloudwatch/SPEC.md); which regions these are changes with the writer.
      whenMissing: 'notBreaching',
      says: `This region reads what was written more than ${LATE_MS} ms ago. Visitors here see old campaigns; a switchover to it would take as long.`,
      runbook: 'look',
    },
    {
      id: 'replication-silent',
      watch: {
        expression: 'MAX([lag, commits])',
        label: 'Replication lag, or commits where the writer is',
        metrics: {
          lag: metric('AuroraGlobalDBReplicationLag', 'Average'),
          commits: {
            ...metric('CommitThroughput', 'Average'),
            dimensions: { DBClusterIdentifier: clusterId, Role: 'WRITER' },
          },
        },
      },
      threshold: 0,
      comparison: 'below',
      breaches: [5, 5],
      // Each region always either commits or reports a lag, so only missing data can trigger this alarm.
      whenMissing: 'breaching',
      says: 'For five minutes this region has neither reported a replication lag nor committed anything: its database is gone, or cut off from the writer, and the other lag alarms see nothing. Do not choose it as a target.',
      runbook: 'look',
    },
    {
      id: 'rpo-lag',
      watch: metric('AuroraGlobalDBRPOLag', 'Maximum'),
      threshold: AT_RISK_MS,
      comparison: 'above',
      breaches: [3, 3],
      whenMissing: 'notBreaching',
      says: `A failover to this region would lose more than ${AT_RISK_MS / 1_000} s of acknowledged writes. Choose another target until it has caught up.`,
      runbook: 'look',
    },
  ]
}
