import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { CommitView } from '../../shared/views.ts'
import type { OpenTarget, Source } from '../watch/source.ts'
import { curvePeriodS, newest, readMetrics } from './metrics.ts'

const MS = 1_000

/** The database's commit rate; only the writer's cluster has commits. */
export const commitsSource: Source<CommitView> = {
  key: 'commits',
  everyMs: 10_000,
  async read(target) {
    const answers = await Promise.allSettled(REGION_IDS.map((region) => commitsOf(target, region)))
    const [first] = answers
    const known = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    if (known.length === 0 && first?.status === 'rejected') throw first.reason
    const rates = known.flatMap((rate) => rate ?? [])
    return { commitsPerSecond: rates.length > 0 ? Math.max(...rates) : undefined }
  },
}

async function commitsOf(target: OpenTarget, region: RegionId): Promise<number | undefined> {
  const periodS = curvePeriodS(target)
  const { clusterId } = target.description.stackOutputs.database.regions[region]
  const found = await readMetrics(target, region, [
    {
      id: 'commits',
      namespace: 'AWS/RDS',
      name: 'CommitThroughput',
      dimensions: { DBClusterIdentifier: clusterId },
      stat: 'Average',
      periodS,
    },
  ])
  return newest(found.get('commits'), 3 * periodS * MS)
}
