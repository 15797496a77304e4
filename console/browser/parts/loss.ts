import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { LagView } from '../../shared/views.ts'
import { look } from '../store.ts'

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
      const ms = lagOf(region)?.rpoMs
      return { region, ms, rows: rowsIn(ms) }
    })
    .sort((left, right) => rankOf(left) - rankOf(right))
}

/** A region that had everything when its writer fell silent has no lag now, and is a better target than one that was behind. */
const rankOf = ({ region, ms }: Loss): number => ms ?? lagOf(region)?.p50Ms ?? Number.POSITIVE_INFINITY

function lagOf(region: RegionId): LagView | undefined {
  const { value, staleSince } = look(`lag:${region}`)
  return staleSince === undefined ? value : undefined
}

const MS_PER_SECOND = 1_000

/** Commits not yet replicated: the commit rate times the lag. */
function rowsIn(ms: number | undefined): number | undefined {
  const commits = look('commits')
  const rate = commits.staleSince === undefined ? commits.value?.commitsPerSecond : undefined
  return ms === undefined || rate === undefined ? undefined : Math.ceil((rate * ms) / MS_PER_SECOND)
}

export function rowsText(rows: number | undefined): string {
  return rows === undefined ? 'rows not known' : `≈ ${rows} ${rows === 1 ? 'commit' : 'commits'}`
}
