import { REGION_IDS, type RegionId } from '@meridian/topology'
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
      const lag = look(`lag:${region}`)
      const ms = lag.staleSince === undefined ? lag.value?.rpoMs : undefined
      return { region, ms, rows: rowsIn(ms) }
    })
    .sort((left, right) => (left.ms ?? Number.POSITIVE_INFINITY) - (right.ms ?? Number.POSITIVE_INFINITY))
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
