import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressPool } from './address-pool.ts'
import { cidrSize, contains, covers, formatAddress, overlaps, parseAddress, parseCidr } from './cidr.ts'

const anAddress = fc.nat(2 ** 32 - 1).map(formatAddress)
const aCidr = fc
  .tuple(anAddress, fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => parseCidr(`${address}/${prefix}`))

describe('addresses and ranges', () => {
  it('parse what they format', () => {
    fc.assert(fc.property(fc.nat(2 ** 32 - 1), (value) => parseAddress(formatAddress(value)) === value))
  })

  it.each(['10.0.0.256/8', '10.0.0/8', '10.0.0.0', '10.0.0.0/33', '::/0'])('refuse %s', (text) => {
    expect(() => parseCidr(text)).toThrow(`"${text}" is not an IPv4 range`)
  })

  it('overlap exactly when one covers the other', () => {
    fc.assert(
      fc.property(aCidr, aCidr, (left, right) => {
        expect(overlaps(left, right)).toBe(covers(left, right) || covers(right, left))
      }),
    )
  })

  it('contain their first and last address and not the neighbours', () => {
    expect(contains(parseCidr('10.2.0.0/16'), '10.2.0.0')).toBe(true)
    expect(contains(parseCidr('10.2.0.0/16'), '10.2.255.255')).toBe(true)
    expect(contains(parseCidr('10.2.0.0/16'), '10.3.0.0')).toBe(false)
    expect(contains(parseCidr('10.2.0.0/16'), '10.1.255.255')).toBe(false)
  })
})

describe('a pool of addresses', () => {
  const pool = () => new AddressPool(parseCidr('10.0.0.0/28'))

  it('reserves the first four addresses and the last of a subnet for AWS', () => {
    const one = pool()
    const all = Array.from({ length: 11 }, () => one.take())
    expect([all[0], all.at(-1), one.take()]).toEqual(['10.0.0.4', '10.0.0.14', undefined])
  })

  it('reuses an address only after all others', () => {
    const one = pool()
    const first = one.take() ?? ''
    one.giveBack(first)
    expect(one.take()).not.toBe(first)
  })

  // INV-NETWORK-6
  it('never assigns one address to two owners', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (steps) => {
        const one = new AddressPool(parseCidr('10.0.0.0/27'))
        const owned: string[] = []
        for (const takes of steps) {
          if (!takes) one.giveBack(owned.shift() ?? '')
          else {
            const address = one.take()
            if (address === undefined) expect(owned).toHaveLength(27)
            else {
              expect(owned).not.toContain(address)
              owned.push(address)
            }
          }
        }
      }),
    )
  })

  it('has as many addresses as the range, minus five', () => {
    const range = parseCidr('10.0.0.0/27')
    const one = new AddressPool(range)
    let count = 0
    while (one.take() !== undefined) count += 1
    expect(count).toBe(cidrSize(range) - 5)
  })
})
