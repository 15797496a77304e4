import { type Cidr, cidrSize, formatAddress, parseAddress } from './cidr.ts'

/** Addresses of one range, given out lowest first after the reserved ones and taken back. */
export class AddressPool {
  readonly #cidr: Cidr
  readonly #first: number
  readonly #last: number
  readonly #taken = new Set<number>()
  #next: number

  /** A subnet's first four addresses and its last belong to AWS. */
  constructor(cidr: Cidr, reservedFirst = 4, reservedLast = 1) {
    this.#cidr = cidr
    this.#first = cidr.base + reservedFirst
    this.#last = cidr.base + cidrSize(cidr) - 1 - reservedLast
    this.#next = this.#first
  }

  /** Goes round the range before it gives an address again, so that a late packet never meets a new owner. */
  take(): string | undefined {
    for (let tries = this.#last - this.#first + 1; tries > 0; tries -= 1) {
      const candidate = this.#next
      this.#next = candidate === this.#last ? this.#first : candidate + 1
      if (this.#taken.has(candidate)) continue
      this.#taken.add(candidate)
      return formatAddress(candidate)
    }
    return undefined
  }

  giveBack(address: string): void {
    const value = parseAddress(address)
    if (value !== undefined) this.#taken.delete(value)
  }

  get range(): string {
    return this.#cidr.text
  }
}
