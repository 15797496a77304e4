import type { ZoneResolver } from '../running.ts'
import { parseAddress } from './cidr.ts'

/** Addresses that a published name has for one asker. */
export type NameSource = (clientSubnet: string) => readonly string[]

/** The name behind a published one, as it is now. */
export type Alias = () => string | undefined

/** Lower case, without the root's dot. */
const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/**
 * What a VPC's resolver knows: the names AWS publishes, then the zones delegated to somebody, longest first. Anything
 * else does not exist: this world has no other internet.
 */
export class NameTable {
  readonly #published = new Map<string, NameSource>()
  readonly #aliases = new Map<string, Alias>()
  readonly #zones = new Map<string, ZoneResolver>()

  publish(name: string, source: NameSource, alias?: Alias): void {
    this.#published.set(canonicalName(name), source)
    if (alias) this.#aliases.set(canonicalName(name), alias)
  }

  /** The name that a published one is a CNAME of; undefined for one with addresses of its own. */
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

  /** Of an address and of a published name; undefined when it is for a zone to answer. */
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
