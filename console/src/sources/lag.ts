import type { RegionId } from '@meridian/topology'
import type { LagView } from '../../shared/views.ts'
import type { OpenTarget, Source } from '../watch/source.ts'
import { curvePeriodS, newest, percentilePeriodS, readMetrics } from './metrics.ts'

const PERCENTILES = ['p50', 'p95', 'p99'] as const

/** Replication lag of a region's cluster. CloudWatch has it only for secondaries. */
export const lagSource = (region: RegionId): Source<LagView> => ({
  key: `lag:${region}`,
  everyMs: 5_000,
  async read(target) {
    const curveS = curvePeriodS(target)
    const percentileS = percentilePeriodS(target)
    const lag = queryOf(target, region, 'AuroraGlobalDBReplicationLag')
    const found = await readMetrics(target, region, [
      { ...lag, id: 'curve', stat: 'Average', periodS: curveS },
      { ...queryOf(target, region, 'AuroraGlobalDBRPOLag'), id: 'rpo', stat: 'Maximum', periodS: curveS },
      ...PERCENTILES.map((stat) => ({ ...lag, id: stat, stat, periodS: percentileS })),
    ])
    const recent = (id: string, periodS: number) => newest(found.get(id), 2 * periodS * MS + MS)
    return {
      p50Ms: recent('p50', percentileS),
      p95Ms: recent('p95', percentileS),
      p99Ms: recent('p99', percentileS),
      rpoMs: recent('rpo', curveS),
      curve: found.get('curve') ?? { times: [], values: [] },
    }
  },
})

const MS = 1_000

const queryOf = ({ description }: OpenTarget, region: RegionId, name: string) => ({
  namespace: 'AWS/RDS',
  name,
  dimensions: { DBClusterIdentifier: description.stackOutputs.database.regions[region].clusterId },
})
