import type { HealthFacts } from '../model/answer.ts'
import type { Chance } from '../model/routing.ts'
import type { Zone } from '../model/zone.ts'

/** What decides an answer besides the question. */
export interface Grounds {
  zones(): readonly Zone[]
  readonly health: HealthFacts
  /** Addresses of an AWS name, if known immediately; undefined if another zone has to answer. */
  addressesNow(name: string, clientSubnet: string): readonly string[] | undefined
  readonly chance?: Chance
}

interface FoundAddresses {
  readonly name: string
  readonly clientSubnet: string
  readonly addresses: readonly string[]
}

/** Records what one answer depended on, so that it can be reused as long as all of that is unchanged. */
export class Basis implements HealthFacts {
  readonly chance: Chance = () => {
    this.#isByChance = true
    return (this.#grounds.chance ?? Math.random)()
  }
  readonly #grounds: Grounds
  readonly #zones: readonly Zone[]
  readonly #checks = new Map<string, boolean>()
  readonly #targets = new Map<string, boolean>()
  readonly #found: FoundAddresses[] = []
  #isByChance = false

  constructor(grounds: Grounds) {
    this.#grounds = grounds
    this.#zones = grounds.zones()
  }

  isCheckHealthy(healthCheckId: string): boolean {
    const isHealthy = this.#grounds.health.isCheckHealthy(healthCheckId)
    this.#checks.set(healthCheckId, isHealthy)
    return isHealthy
  }

  isTargetHealthy(dnsName: string): boolean {
    const isHealthy = this.#grounds.health.isTargetHealthy(dnsName)
    this.#targets.set(dnsName, isHealthy)
    return isHealthy
  }

  found(name: string, clientSubnet: string, addresses: readonly string[]): void {
    this.#found.push({ name, clientSubnet, addresses })
  }

  /** True while the same question would get the same answer, apart from the order of values. */
  holds(): boolean {
    const { health } = this.#grounds
    if (this.#isByChance || this.#grounds.zones() !== this.#zones) return false
    for (const [id, was] of this.#checks) if (health.isCheckHealthy(id) !== was) return false
    for (const [name, was] of this.#targets) if (health.isTargetHealthy(name) !== was) return false
    return this.#found.every((found) => this.#isUnchanged(found))
  }

  #isUnchanged({ name, clientSubnet, addresses }: FoundAddresses): boolean {
    const now = this.#grounds.addressesNow(name, clientSubnet)
    return now?.length === addresses.length && now.every((address) => addresses.includes(address))
  }
}
