/** IPv4 range in CIDR form, parsed once. */
export interface Cidr {
  readonly text: string
  readonly base: number
  readonly prefix: number
}

export function parseAddress(text: string): number | undefined {
  const octets = text.split('.')
  if (octets.length !== 4) return undefined
  let value = 0
  for (const octet of octets) {
    if (!/^\d{1,3}$/.test(octet) || Number(octet) > 255) return undefined
    value = value * 256 + Number(octet)
  }
  return value
}

export function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

/** Reads `10.0.0.0/16`; throws for anything else, IPv6 included. */
export function parseCidr(text: string): Cidr {
  const [address = '', prefixText = ''] = text.split('/')
  const value = parseAddress(address)
  const prefix = Number(prefixText)
  if (value === undefined || !/^\d{1,2}$/.test(prefixText) || prefix > 32)
    throw new RangeError(`"${text}" is not an IPv4 range; write it as 10.0.0.0/16`)
  const size = 2 ** (32 - prefix)
  return { text, base: Math.floor(value / size) * size, prefix }
}

export const cidrSize = (cidr: Cidr): number => 2 ** (32 - cidr.prefix)

export function contains(cidr: Cidr, address: string): boolean {
  const value = parseAddress(address)
  return value !== undefined && value >= cidr.base && value < cidr.base + cidrSize(cidr)
}

/** Whether every address of `inner` is in `outer`. */
export function covers(outer: Cidr, inner: Cidr): boolean {
  return inner.base >= outer.base && inner.base + cidrSize(inner) <= outer.base + cidrSize(outer)
}

export function overlaps(left: Cidr, right: Cidr): boolean {
  return left.base < right.base + cidrSize(right) && right.base < left.base + cidrSize(left)
}
