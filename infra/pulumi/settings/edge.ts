import type { SettingsReader } from './reader.ts'

const FIREWALL_MODES = ['count', 'block'] as const
const CIDR_LIST = /^(none|\d{1,3}(\.\d{1,3}){3}\/\d{1,2}(,\d{1,3}(\.\d{1,3}){3}\/\d{1,2})*)$/

/** What the firewall's own rules do: `count` logs a request and lets it pass, `block` answers 403. */
export type FirewallMode = (typeof FIREWALL_MODES)[number]

/** Stack settings for the edge, names, certificates and load balancers. */
export interface EdgeSettings {
  /** `count` where load tests come from one address and a new rule group is only looked at; `block` where strangers come. */
  readonly firewallMode: FirewallMode
  /** Requests from one address in five minutes, at least 10. An office shares one address: hundreds a minute are people. */
  readonly firewallRateLimit: number
  /** Raise by one to rotate the origin key that CloudFront sends; load balancers still accept the previous one. */
  readonly originKeyGeneration: number
  /** Addresses that may connect to a load balancer without the edge to measure a region; they still need the origin key. */
  readonly directProbeCidrs: readonly string[]
  /** How long browsers insist on HTTPS. A year where the name is ours for good, a day where the domain is lent. */
  readonly hstsDays: number
  /** Access logs of load balancers and edge hold visitors' addresses: a week to find an error, a year where an audit asks. */
  readonly accessLogDays: number
  /** Needs a DS record at the registrar, and a key in us-east-1 for a dollar a month: of no use for a domain that is not delegated. */
  readonly dnssec: boolean
  /** DNS query logs. Billed by the gigabyte; CloudFront's resolvers query all the time. */
  readonly dnsQueryLogs: boolean
}

export function readEdgeSettings(reader: SettingsReader): EdgeSettings {
  return {
    firewallMode: reader.oneOf('firewallMode', FIREWALL_MODES),
    firewallRateLimit: reader.number('firewallRateLimit', 10, 2_000_000),
    originKeyGeneration: reader.number('originKeyGeneration', 1, 9_999),
    directProbeCidrs: readCidrs(reader),
    hstsDays: reader.number('hstsDays', 1, 730),
    accessLogDays: reader.number('accessLogDays', 1, 3_653),
    dnssec: reader.flag('dnssec'),
    dnsQueryLogs: reader.flag('dnsQueryLogs'),
  }
}

function readCidrs(reader: SettingsReader): readonly string[] {
  const text = reader.text(
    'directProbeCidrs',
    CIDR_LIST,
    'none, or blocks such as 203.0.113.7/32 with commas',
  )
  return text === 'none' || text === '' ? [] : text.split(',')
}
