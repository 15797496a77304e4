// How Route 53 chooses among records of one name, step by step. The answer comes from TestDNSAnswer; this explains it.
import type { RegionId } from '@meridian/topology'
import type { CandidateView, DnsStep } from '../../shared/dns.ts'
import { type Healthy, leadsTo, plainName, type RecordSet, ruleOf, type Whereabouts } from './record.ts'

export interface DnsQuery {
  readonly name: string
  readonly type: string
  readonly records: readonly RecordSet[]
  readonly from: Whereabouts | undefined
  readonly isHealthy: Healthy
}

/** Limit for aliases of aliases; Route 53 itself rejects cycles. */
const MOST_STEPS = 8

export function explainAnswer(query: DnsQuery): readonly DnsStep[] {
  const steps: DnsStep[] = []
  let name: string | undefined = plainName(query.name)
  while (name !== undefined && steps.length < MOST_STEPS) {
    const candidates = candidatesOf(name, query)
    if (candidates.length === 0) break
    const { chosen, verdicts } = choose(candidates, query)
    steps.push({ name, candidates: verdicts })
    name = chosen?.AliasTarget ? plainName(chosen.AliasTarget.DNSName) : undefined
  }
  return steps
}

function candidatesOf(name: string, { records, type }: DnsQuery): readonly RecordSet[] {
  const wildcard = `*.${name.split('.').slice(1).join('.')}`
  const ofName = (wanted: string) =>
    records.filter((record) => plainName(record.Name) === wanted && record.Type === type)
  const exact = ofName(name)
  return exact.length > 0 ? exact : ofName(wildcard)
}

interface Choice {
  readonly chosen: RecordSet | undefined
  readonly verdicts: readonly CandidateView[]
}

function choose(candidates: readonly RecordSet[], query: DnsQuery): Choice {
  const unfit = new Map<RecordSet, string>()
  for (const record of candidates) {
    const reason = mismatch(record, query)
    if (reason) unfit.set(record, reason)
  }
  const fit = candidates.filter((record) => !unfit.has(record))
  const ranked = [...fit].sort((left, right) => rank(left, query) - rank(right, query))
  const healthy = ranked.filter((record) => isUp(record, query))
  // If no record is healthy, Route 53 treats all of them as healthy.
  const [chosen] = healthy.length > 0 ? healthy : ranked
  const verdicts = candidates.map((record): CandidateView => {
    const isMatch = record === chosen
    return {
      id: record.SetIdentifier ?? ruleOf(record),
      rule: ruleOf(record),
      leadsTo: leadsTo(record),
      isMatch,
      reason: isMatch
        ? whyChosen(record, healthy.length === 0)
        : (unfit.get(record) ?? whyNot(record, query)),
    }
  })
  return { chosen, verdicts: verdicts.sort((left, right) => Number(right.isMatch) - Number(left.isMatch)) }
}

/** Why a record cannot apply to this visitor. */
function mismatch({ GeoLocation }: RecordSet, { from }: DnsQuery): string | undefined {
  if (!GeoLocation || GeoLocation.CountryCode === '*') return undefined
  if (!from) return 'where the subnet is, only Route 53 knows'
  const { ContinentCode, CountryCode, SubdivisionCode } = GeoLocation
  if (ContinentCode && ContinentCode !== from.continent) return `the visitor is in ${from.continent}`
  if (CountryCode && CountryCode !== from.country) return `the visitor is in ${from.country}`
  if (SubdivisionCode && SubdivisionCode !== from.subdivision)
    return `the visitor is in ${from.subdivision ?? `no known part of ${from.country}`}`
  return undefined
}

/** Lower is preferred: the smallest area, the primary, the nearest region, the greatest weight. */
function rank({ GeoLocation, Failover, Region, Weight }: RecordSet, { from }: DnsQuery): number {
  if (GeoLocation) {
    if (GeoLocation.SubdivisionCode) return 0
    if (GeoLocation.ContinentCode) return 2
    return GeoLocation.CountryCode === '*' ? 3 : 1
  }
  if (Failover) return Failover === 'PRIMARY' ? 0 : 1
  if (Region) return from?.rttMs[Region as RegionId] ?? 0
  return -(Weight ?? 0)
}

function isUp(record: RecordSet, query: DnsQuery, depth = 0): boolean {
  if (record.HealthCheckId && query.isHealthy(record.HealthCheckId) === false) return false
  const { AliasTarget } = record
  if (!AliasTarget?.EvaluateTargetHealth || depth > MOST_STEPS) return true
  const targets = candidatesOf(plainName(AliasTarget.DNSName), query)
  return targets.length === 0 || targets.some((target) => isUp(target, query, depth + 1))
}

function whyChosen(record: RecordSet, isNothingHealthy: boolean): string {
  if (isNothingHealthy) return 'nothing is healthy, so all are taken for healthy'
  if (record.GeoLocation) return 'the smallest area that the visitor is in'
  if (record.Failover)
    return record.Failover === 'PRIMARY' ? 'the primary is healthy' : 'the primary is not healthy'
  return record.Region ? 'the nearest healthy region' : 'the record of this name'
}

function whyNot(record: RecordSet, query: DnsQuery): string {
  if (!isUp(record, query)) return 'not healthy'
  if (record.GeoLocation) return 'a smaller area matches'
  if (record.Failover) return 'the primary is healthy'
  return record.Region ? 'another healthy region is nearer' : 'another record is taken'
}
