import { type Place, placeName, type RegionId } from '@meridian/topology'
import { NetworkRequestError } from '../errors.ts'
import { AddressPool } from '../model/address-pool.ts'
import type { Cidr } from '../model/cidr.ts'
import type { Subnet } from '../model/network-plan.ts'
import { cityRange, transientRange } from '../model/public-addresses.ts'

/** All address pools of the world, created on demand. */
export class AddressBook {
  readonly #pools = new Map<string, AddressPool>()

  private(subnet: Subnet): string {
    return take(this.#pool(subnet.cidr), `subnet ${subnet.id} (${subnet.name})`)
  }

  public(region: RegionId): string {
    return take(this.#pool(transientRange(region)), region)
  }

  /** An address outside the VPCs: from a city's test network, or a region's public range. */
  outside(place: Place): string {
    if (place.kind === 'region') return this.public(place.region)
    return take(this.#pool(cityRange(place)), placeName(place))
  }

  giveBack(address: string): void {
    for (const pool of this.#pools.values()) pool.giveBack(address)
  }

  #pool(range: Cidr): AddressPool {
    const known = this.#pools.get(range.text)
    if (known) return known
    const pool = new AddressPool(range)
    this.#pools.set(range.text, pool)
    return pool
  }
}

function take(pool: AddressPool, owner: string): string {
  const address = pool.take()
  if (address !== undefined) return address
  throw new NetworkRequestError(
    `No free address in ${owner}: all of ${pool.range} is in use; close interfaces or widen it`,
  )
}
