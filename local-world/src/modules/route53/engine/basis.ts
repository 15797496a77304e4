import type { HealthFacts } from '../model/answer.ts'
import type { Chance } from '../model/routing.ts'
import type { Zone } from '../model/zone.ts'

/** What answers are decided by, besides the question. */
export interface Grounds {
  zones(): readonly Zone[]
  readonly health: HealthFacts
  /** Addresses of an AWS name, when they are known at once; undefined when they are another zone's to say. */
  addressesNow(name: string, clientSubnet: string): readonly string[] | undefined
  readonly chance?: Chance
}

interface FoundAddresses {
  readonly name: string
  readonly clientSubnet: string
  readonly addresses: readonly string[]
}

/** Notes what one answer is decided by, so that the answer can be given again while all of it is as it was. */
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

  /** The same question would be answered the same way now, but for the order of values. */
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
