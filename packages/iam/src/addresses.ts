import { BlockList, isIPv6 } from 'node:net'

/** Whether an address lies in a range such as `10.0.0.0/8`; an address alone is a range of one. */
export function compareAddress(seen: string, range: string): boolean {
  const [network = '', length] = range.split('/')
  const family = isIPv6(network) ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(network, length === undefined ? (family === 'ipv6' ? 128 : 32) : Number(length), family)
  return list.check(seen, isIPv6(seen) ? 'ipv6' : 'ipv4')
}
