import { type Cidr, cidrSize, formatAddress, parseAddress } from './cidr.ts'

/** Hands out a range's addresses, lowest first, and takes them back. */
export class AddressPool {
  readonly #cidr: Cidr
  readonly #first: number
  readonly #last: number
  readonly #taken = new Set<number>()
  #next: number

  /** AWS reserves a subnet's first four addresses and its last. */
  constructor(cidr: Cidr, reservedFirst = 4, reservedLast = 1) {
    this.#cidr = cidr
    this.#first = cidr.base + reservedFirst
    this.#last = cidr.base + cidrSize(cidr) - 1 - reservedLast
    this.#next = this.#first
  }

  /** Cycles through the range before reusing an address, so a late packet never reaches a new owner. */
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
