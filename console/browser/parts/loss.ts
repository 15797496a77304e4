import { REGION_IDS, type RegionId } from '@meridian/topology'
import { look } from '../store.ts'

/** What a region that does not write would be behind by, were the writer lost at this moment. */
export interface Loss {
  readonly region: RegionId
  /** Undefined when nothing says. */
  readonly ms: number | undefined
  readonly rows: number | undefined
}

/** Of every region that does not write, the least behind first: that is the one to fail over to. */
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

/** Commits that are still on their way: the rate at which they are made, for as long as the region is behind. */
function rowsIn(ms: number | undefined): number | undefined {
  const commits = look('commits')
  const rate = commits.staleSince === undefined ? commits.value?.commitsPerSecond : undefined
  return ms === undefined || rate === undefined ? undefined : Math.ceil((rate * ms) / MS_PER_SECOND)
}

export function rowsText(rows: number | undefined): string {
  return rows === undefined ? 'rows not known' : `≈ ${rows} ${rows === 1 ? 'commit' : 'commits'}`
}
