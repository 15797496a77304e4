import { describe, expect, it } from 'vitest'
import { InvalidAddressPlanError } from '../errors.ts'
import { contains, overlaps, subnetCidr, TIERS, tierCidr } from './addresses.ts'

const VPC = '10.2.0.0/16'

describe('tiers', () => {
  it.each([
    ['public', '10.2.0.0/18'],
    ['private', '10.2.64.0/18'],
    ['isolated', '10.2.128.0/18'],
  ] as const)('%s is %s of a /16', (tier, cidr) => {
    expect(tierCidr(VPC, tier)).toBe(cidr)
  })

  it('contain the subnets of their zones', () => {
    expect([0, 1].map((zone) => subnetCidr(VPC, 'private', zone))).toEqual(['10.2.64.0/20', '10.2.80.0/20'])
  })

  it('never share an address', () => {
    const subnets = TIERS.flatMap((tier) => [0, 1, 2, 3].map((zone) => subnetCidr(VPC, tier, zone)))
    for (const [index, subnet] of subnets.entries())
      expect(subnets.slice(index + 1).filter((other) => overlaps(subnet, other))).toEqual([])
    expect(subnets.every((subnet) => contains(VPC, subnet))).toBe(true)
  })

  it.each([
    ['a fifth zone', () => subnetCidr(VPC, 'public', 4)],
    ['a VPC too small', () => tierCidr('10.2.0.0/20', 'private')],
    ['something that is no block', () => tierCidr('10.2.0.0', 'private')],
  ])('refuse %s', (_, plan) => {
    expect(plan).toThrow(InvalidAddressPlanError)
  })
})

describe('blocks', () => {
  it.each([
    ['10.0.0.0/16', '10.1.0.0/16', false],
    ['10.0.0.0/15', '10.1.0.0/16', true],
    ['10.0.64.0/18', '10.0.80.0/20', true],
  ])('%s and %s overlap: %s', (left, right, expected) => {
    expect(overlaps(left, right)).toBe(expected)
    expect(overlaps(right, left)).toBe(expected)
  })
})
