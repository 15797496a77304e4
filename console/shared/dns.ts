// What Route 53 answers, and how it came to it.
import type { CityId } from '@meridian/topology'

export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'NS', 'SOA'] as const
export type RecordType = (typeof RECORD_TYPES)[number]

export interface DnsRequest {
  readonly name: string
  readonly type: RecordType
  /** One of these: a city that visitors come from, or a client subnet such as `198.18.82.0/24`. */
  readonly city?: CityId
  readonly subnet?: string
}

export interface CandidateView {
  /** Its set identifier, or its policy when it has none. */
  readonly id: string
  /** What it holds: `country KR`, `primary`, `latency to us-west-2`. */
  readonly rule: string
  /** Its values, or the name that it is an alias of. */
  readonly leadsTo: string
  readonly isMatch: boolean
  /** Why it matched, or why not. */
  readonly reason: string
}

/** One name on the way to the answer. */
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
