import type { GeoMatch, RegionId } from '@meridian/topology'
import { canonicalName, isWithin, parentName } from './names.ts'

export type RoutingPolicy =
  | { readonly kind: 'simple' }
  | { readonly kind: 'geolocation'; readonly match: GeoMatch }
  | { readonly kind: 'failover'; readonly role: 'PRIMARY' | 'SECONDARY' }
  | { readonly kind: 'latency'; readonly region: RegionId }
  | { readonly kind: 'weighted'; readonly weight: number }

export interface AliasTarget {
  readonly name: string
  readonly zoneId: string
  readonly evaluateTargetHealth: boolean
}

/** One resource record set: unique by name, type and set identifier. */
export interface RecordSet {
  readonly name: string
  readonly type: string
  readonly setIdentifier: string | undefined
  readonly policy: RoutingPolicy
  readonly healthCheckId: string | undefined
  /** In seconds; an alias has its target's. */
  readonly ttl: number | undefined
  readonly values: readonly string[]
  readonly alias: AliasTarget | undefined
}

/** A hosted zone with an index by name. Immutable: a batch of changes makes a new zone or nothing. */
export class Zone {
  readonly id: string
  readonly name: string
  readonly nameServers: readonly string[]
  readonly comment: string
  readonly records: readonly RecordSet[]
  readonly #byName = new Map<string, Map<string, readonly RecordSet[]>>()
  /** Empty non-terminals, which exist only because of names below them: NOERROR without records. */
  readonly #nonTerminals = new Set<string>()

  constructor(zone: {
    id: string
    name: string
    nameServers: readonly string[]
    comment?: string
    records: readonly RecordSet[]
  }) {
    this.id = zone.id
    this.name = canonicalName(zone.name)
    this.nameServers = zone.nameServers
    this.comment = zone.comment ?? ''
    this.records = zone.records
    for (const record of zone.records) this.#index(record)
  }

  #index(record: RecordSet): void {
    const types = this.#byName.get(record.name) ?? new Map<string, readonly RecordSet[]>()
    types.set(record.type, [...(types.get(record.type) ?? []), record])
    this.#byName.set(record.name, types)
    for (let above = parentName(record.name); above && isWithin(above, this.name); above = parentName(above))
      this.#nonTerminals.add(above)
  }

  /** All record sets with exactly this name and type. */
  at(name: string, type: string): readonly RecordSet[] {
    return this.#byName.get(name)?.get(type) ?? []
  }

  exists(name: string): boolean {
    return this.#byName.has(name) || this.#nonTerminals.has(name) || name === this.name
  }

  /** The name whose records answer: itself, the closest wildcard, or none. */
  owner(name: string): string | undefined {
    if (this.exists(name)) return name
    for (let above = parentName(name); above && isWithin(above, this.name); above = parentName(above)) {
      if (this.#byName.has(`*.${above}`)) return `*.${above}`
      if (this.exists(above)) return undefined
    }
    return undefined
  }

  withRecords(records: readonly RecordSet[]): Zone {
    return new Zone({ ...this, records })
  }
}

const NAME_SERVER_TTL = 172_800
export const SOA_TTL = 900

/** The two record sets that every new hosted zone has. */
export function apexRecords(zoneName: string, nameServers: readonly string[]): readonly RecordSet[] {
  const common = {
    name: canonicalName(zoneName),
    setIdentifier: undefined,
    policy: { kind: 'simple' },
    healthCheckId: undefined,
    alias: undefined,
  } as const
  const soa = `${nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`
  return [
    { ...common, type: 'NS', ttl: NAME_SERVER_TTL, values: nameServers.map((server) => `${server}.`) },
    { ...common, type: 'SOA', ttl: SOA_TTL, values: [soa] },
  ]
}
