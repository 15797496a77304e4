import { FIRST_PRIMARY, type GeoMatch, inRegion, roundTripMs } from '@meridian/topology'
import type { Source } from './location.ts'
import type { RecordSet } from './zone.ts'

/** Whether a record set may be answered with now. */
export type IsHealthy = (record: RecordSet) => boolean

/** A random number in [0, 1); injected. */
export type Chance = () => number

/** Picks the record set for a source; undefined when none applies (geolocation without a default). */
export function chooseRecord(
  records: readonly RecordSet[],
  source: Source,
  isHealthy: IsHealthy,
  chance: Chance = Math.random,
): RecordSet | undefined {
  switch (records[0]?.policy.kind) {
    case undefined:
    case 'simple':
      return records[0]
    case 'geolocation':
      return chooseArea(records, source, isHealthy)
    case 'failover':
      return chooseFailover(records, isHealthy)
    case 'latency':
      return chooseNearest(healthyOrAll(records, isHealthy), source)
    case 'weighted':
      return chooseWeighted(records, isHealthy, chance)
  }
}

/** The record sets of a group that could ever answer this source: all of them, or the locations that contain it. */
export function applicableRecords(records: readonly RecordSet[], source: Source): readonly RecordSet[] {
  if (records[0]?.policy.kind !== 'geolocation') return records
  return records
    .filter((record) => record.policy.kind === 'geolocation' && matchesSource(record.policy.match, source))
    .sort((left, right) => sizeOf(left) - sizeOf(right))
}

/** Smallest area first; an unhealthy one falls back to the next larger; if all are unhealthy, the smallest answers. */
function chooseArea(records: readonly RecordSet[], source: Source, isHealthy: IsHealthy) {
  const areas = applicableRecords(records, source)
  return areas.find(isHealthy) ?? areas[0]
}

function matchesSource(match: GeoMatch, source: Source): boolean {
  if (match.country === '*') return true
  if (match.subdivision !== undefined)
    return source.country === (match.country ?? 'US') && source.subdivision === match.subdivision
  if (match.country !== undefined) return source.country === match.country
  return match.continent !== undefined && source.continent === match.continent
}

/** 0 a state, 1 a country, 2 a continent, 3 everything. */
function sizeOf({ policy }: RecordSet): number {
  if (policy.kind !== 'geolocation' || policy.match.country === '*') return 3
  if (policy.match.subdivision !== undefined) return 0
  return policy.match.country !== undefined ? 1 : 2
}

/** If both are unhealthy, the primary answers. */
function chooseFailover(records: readonly RecordSet[], isHealthy: IsHealthy): RecordSet | undefined {
  const withRole = (role: 'PRIMARY' | 'SECONDARY') =>
    records.find(({ policy }) => policy.kind === 'failover' && policy.role === role)
  const primary = withRole('PRIMARY')
  if (primary && isHealthy(primary)) return primary
  const secondary = withRole('SECONDARY')
  return secondary && (!primary || isHealthy(secondary)) ? secondary : primary
}

/** By Route 53's own latency data (the topology's table), not by the current links. */
function chooseNearest(records: readonly RecordSet[], source: Source): RecordSet | undefined {
  const from = source.place ?? inRegion(FIRST_PRIMARY)
  const distance = ({ policy }: RecordSet) =>
    policy.kind === 'latency' ? roundTripMs(from, inRegion(policy.region)) : Number.POSITIVE_INFINITY
  let nearest: RecordSet | undefined
  for (const record of records) if (!nearest || distance(record) < distance(nearest)) nearest = record
  return nearest
}

const weightOf = ({ policy }: RecordSet) => (policy.kind === 'weighted' ? policy.weight : 0)

/** Weight 0 is used only when every remaining weight is 0. */
function chooseWeighted(records: readonly RecordSet[], isHealthy: IsHealthy, chance: Chance) {
  const candidates = healthyOrAll(records, isHealthy)
  const total = candidates.reduce((sum, record) => sum + weightOf(record), 0)
  if (total === 0) return candidates[Math.floor(chance() * candidates.length)]
  let drawn = chance() * total
  for (const record of candidates) {
    drawn -= weightOf(record)
    if (drawn < 0) return record
  }
  return candidates.at(-1)
}

/** If none is healthy, all are treated as healthy. */
function healthyOrAll(records: readonly RecordSet[], isHealthy: IsHealthy): readonly RecordSet[] {
  const healthy = records.filter(isHealthy)
  return healthy.length > 0 ? healthy : records
}

/** Fisher–Yates. */
export function shuffled<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(chance() * left.length), 1)[0] as Item)
}
