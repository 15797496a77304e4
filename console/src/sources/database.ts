import { createRdsControl, type GlobalDatabase } from '@meridian/failover'
import { isRegionId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { DatabaseView } from '../../shared/views.ts'
import type { OpenTarget, Source } from '../watch/source.ts'

/**
 * The global database as every region's control plane describes it. All are asked, because any may be down or cut off, and an
 * old answer must not count as the latest: if they name different writers, the writer is unknown.
 */
export const databaseSource: Source<DatabaseView> = {
  key: 'database',
  everyMs: 2_000,
  async read(target) {
    const asked = await Promise.allSettled(REGION_IDS.map((region) => describe(target, region)))
    const answers = asked.flatMap((result, index) => {
      const region = REGION_IDS[index]
      return result.status === 'fulfilled' && region ? [{ region, database: result.value }] : []
    })
    const [first] = answers
    if (!first) throw (asked[0] as PromiseRejectedResult).reason
    const writers = new Set(answers.map(({ database }) => writerOf(database)))
    const newest = answers.find(({ database }) => database.roleChange)?.database ?? first.database
    return viewOf(
      newest,
      answers.map(({ region }) => region),
      writers.size > 1,
    )
  },
}

function describe({ description, aws }: OpenTarget, region: RegionId): Promise<GlobalDatabase> {
  return createRdsControl(aws).describe(region, description.stackOutputs.database.globalClusterId)
}

const writerOf = ({ members }: GlobalDatabase) => members.find(({ isWriter }) => isWriter)?.arn

function viewOf(
  { id, status, engineVersion, members, roleChange }: GlobalDatabase,
  answeredBy: readonly RegionId[],
  disagrees: boolean,
): DatabaseView {
  const change = roleChange && { status: roleChange.status, to: regionOf(roleChange.toArn) }
  return {
    id,
    status,
    engineVersion,
    members: members.flatMap(({ arn, isWriter, synchronization }) => {
      const region = regionOf(arn)
      return region ? [{ region, isWriter, synchronization }] : []
    }),
    answeredBy,
    disagrees,
    ...(change && { roleChange: change }),
  }
}

function regionOf(arn: string): RegionId | undefined {
  const region = arn.split(':')[3] ?? ''
  return isRegionId(region) ? region : undefined
}
