/** The first and last address of an IPv4 block, as numbers. */
export interface AddressRange {
  readonly first: number
  readonly last: number
}

/** The addresses of a CIDR block; undefined when the text is not one. */
export function addressRange(cidr: string): AddressRange | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr)
  if (!match) return undefined
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number)
  const size = 2 ** (32 - bits)
  const address = ((a * 256 + b) * 256 + c) * 256 + d
  const first = address - (address % size)
  return { first, last: first + size - 1 }
}

/** Whether two CIDR blocks have an address in common. */
export function overlap(left: string, right: string): boolean {
  const [one, other] = [addressRange(left), addressRange(right)]
  return one !== undefined && other !== undefined && one.first <= other.last && other.first <= one.last
}

/** Whether a block covers every address. */
export function isWorld(cidr: string): boolean {
  return cidr === '0.0.0.0/0' || cidr === '::/0'
}
