import type { RegionId } from '@meridian/topology'
import type { MetricStore } from '../model/metric-store.ts'
import type { Source } from './source.ts'

/** How far a secondary cluster of a global database is behind its writer. */
export interface ClusterLag {
  readonly clusterId: string
  readonly region: RegionId
  readonly lagMs: number
}

const METRICS = ['AuroraGlobalDBReplicationLag', 'AuroraGlobalDBRPOLag', 'AuroraGlobalDBProgressLag'] as const

/** Aurora publishes these in the secondary regions only; after a switchover they stop in one region and begin in the other. */
export function createReplicationSource(
  readLags: () => Promise<readonly ClusterLag[]>,
  store: MetricStore,
): Source {
  return {
    async collect(nowMs) {
      // A database that is down has no lag to report: the series has a gap, as on AWS.
      const lags = await readLags().catch(() => [])
      for (const { clusterId, lagMs, region } of lags)
        for (const name of METRICS)
          store.add(
            { region, namespace: 'AWS/RDS', name, dimensions: { DBClusterIdentifier: clusterId } },
            lagMs,
            nowMs,
          )
    },
    close() {},
  }
}
