import { REGION_IDS, type RegionId } from '@meridian/topology'
import { fresh, look } from '../store.ts'

/** What a failover to this region would lose if the writer died now. */
export interface Loss {
  readonly region: RegionId
  /** Undefined if unknown. */
  readonly ms: number | undefined
  readonly rows: number | undefined
}

/** One for each region that does not write, least lag first: the best failover target. */
export function losses(writer: RegionId | undefined): readonly Loss[] {
  return REGION_IDS.filter((region) => region !== writer)
    .map((region): Loss => {
      const ms = fresh(look(`lag:${region}`))?.rpoMs
      return { region, ms, rows: rowsIn(ms) }
    })
    .sort((left, right) => rankOf(left) - rankOf(right))
}

/** A region that had everything when its writer fell silent has no lag now, and is a better target than one that was behind. */
const rankOf = ({ region, ms }: Loss): number =>
  ms ?? fresh(look(`lag:${region}`))?.p50Ms ?? Number.POSITIVE_INFINITY

const MS_PER_SECOND = 1_000

/** Commits not yet replicated: the commit rate times the lag. */
function rowsIn(ms: number | undefined): number | undefined {
  const rate = fresh(look('commits'))?.commitsPerSecond
  return ms === undefined || rate === undefined ? undefined : Math.ceil((rate * ms) / MS_PER_SECOND)
}

export function rowsText(rows: number | undefined): string {
  return rows === undefined ? 'rows not known' : `≈ ${rows} ${rows === 1 ? 'commit' : 'commits'}`
}
