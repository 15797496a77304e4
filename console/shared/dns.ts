// What Route 53 answers, and why.
import type { CityId } from '@meridian/topology'

export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'NS', 'SOA'] as const
export type RecordType = (typeof RECORD_TYPES)[number]

export interface DnsRequest {
  readonly name: string
  readonly type: RecordType
  /** Either a city that visitors come from, or a client subnet such as `198.18.82.0/24`. */
  readonly city?: CityId
  readonly subnet?: string
}

export interface CandidateView {
  /** Its set identifier, or its policy when it has none. */
  readonly id: string
  /** Its routing rule: `country KR`, `primary`, `latency to us-west-2`. */
  readonly rule: string
  /** Its values, or the name that it is an alias for. */
  readonly leadsTo: string
  readonly isMatch: boolean
  /** Why it matched or did not. */
  readonly reason: string
}

/** One name in the resolution. */
export interface DnsStep {
  readonly name: string
  readonly candidates: readonly CandidateView[]
}

export interface DnsAnswerView {
  readonly responseCode: string
  readonly values: readonly string[]
  readonly nameServer: string
  readonly steps: readonly DnsStep[]
  /** What the steps could not take into account. */
  readonly caveat: string | undefined
}
