import type { ZoneResolver } from '../running.ts'
import { parseAddress } from './cidr.ts'

/** A published name's addresses, as one client sees them. */
export type NameSource = (clientSubnet: string) => readonly string[]

/** The current target of a published CNAME. */
export type Alias = () => string | undefined

/** Lower case, without the trailing dot. */
const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/**
 * What a VPC's resolver knows: published AWS names first, then delegated zones, longest suffix first. No other name
 * exists.
 */
export class NameTable {
  readonly #published = new Map<string, NameSource>()
  readonly #aliases = new Map<string, Alias>()
  readonly #zones = new Map<string, ZoneResolver>()

  publish(name: string, source: NameSource, alias?: Alias): void {
    this.#published.set(canonicalName(name), source)
    if (alias) this.#aliases.set(canonicalName(name), alias)
  }

  /** The name's CNAME target; undefined if it has addresses of its own. */
  aliasOf(name: string): string | undefined {
    return this.#aliases.get(canonicalName(name))?.()
  }

  withdraw(name: string): void {
    this.#published.delete(canonicalName(name))
    this.#aliases.delete(canonicalName(name))
  }

  delegate(domain: string, resolver: ZoneResolver): void {
    this.#zones.set(canonicalName(domain), resolver)
  }

  /** Empty when the name does not exist or has no address. */
  async addresses(asked: string, clientSubnet: string): Promise<readonly string[]> {
    const name = canonicalName(asked)
    const now = this.addressesNow(name, clientSubnet)
    return now ?? (await this.#zoneOf(name)?.(name, clientSubnet)) ?? []
  }

  /** Answers literal addresses and published names; undefined if a zone has to answer. */
  addressesNow(asked: string, clientSubnet: string): readonly string[] | undefined {
    const name = canonicalName(asked)
    const published = this.#published.get(name)
    if (published) return published(clientSubnet)
    if (name === 'localhost') return ['127.0.0.1']
    return parseAddress(name) === undefined ? undefined : [name]
  }

  #zoneOf(name: string): ZoneResolver | undefined {
    for (let domain = name; domain !== ''; domain = parentOf(domain)) {
      const resolver = this.#zones.get(domain)
      if (resolver) return resolver
    }
    return undefined
  }
}

const parentOf = (domain: string): string => domain.split('.').slice(1).join('.')
