import type { SettingsReader } from './reader.ts'

const FIREWALL_MODES = ['count', 'block'] as const
const CIDR_LIST = /^(none|\d{1,3}(\.\d{1,3}){3}\/\d{1,2}(,\d{1,3}(\.\d{1,3}){3}\/\d{1,2})*)$/

/** What the firewall's own rules do: `count` writes a request down and lets it pass, `block` answers 403. */
export type FirewallMode = (typeof FIREWALL_MODES)[number]

/** In what two stacks differ about the edge, names, certificates and load balancers. */
export interface EdgeSettings {
  /** `count` where load tests come from one address and a new rule group is only looked at; `block` where strangers come. */
  readonly firewallMode: FirewallMode
  /** Requests of one address in five minutes, from 10. A car maker's office stands behind one address: hundreds a minute are people. */
  readonly firewallRateLimit: number
  /** Raised by one to rotate what CloudFront proves itself with; load balancers take the one before as well. */
  readonly originKeyGeneration: number
  /** Who may dial a load balancer past the edge to measure a region, by address; they still need the origin key. */
  readonly directProbeCidrs: readonly string[]
  /** How long browsers insist on HTTPS. A year where the name is ours for good, a day where the domain is lent. */
  readonly hstsDays: number
  /** Access logs of load balancers and edge hold visitors' addresses: a week to find an error, a year where an audit asks. */
  readonly accessLogDays: number
  /** Needs a DS record at the registrar, and a key in us-east-1 for a dollar a month: of no use for a domain that is not delegated. */
  readonly dnssec: boolean
  /** Who asked which name. Billed by the gigabyte; CloudFront's resolvers ask all the time. */
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
