import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUrn, suffixOf, urnOfReference } from './urn.ts'

describe('a URN', () => {
  it('omits the stack from the types, and joins the types of parent components', () => {
    const stack = createUrn('dev', 'shop', undefined, 'pulumi:pulumi:Stack', 'shop-dev')
    const network = createUrn('dev', 'shop', stack, 'my:Network', 'net')
    expect(stack).toBe('urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev')
    expect(network).toBe('urn:pulumi:dev::shop::my:Network::net')
    expect(createUrn('dev', 'shop', network, 'aws:ec2/vpc:Vpc', 'vpc')).toBe(
      'urn:pulumi:dev::shop::my:Network$aws:ec2/vpc:Vpc::vpc',
    )
  })

  it('is the part of a provider reference before the id', () => {
    expect(urnOfReference('urn:pulumi:dev::shop::pulumi:providers:aws::seoul::1f2e')).toBe(
      'urn:pulumi:dev::shop::pulumi:providers:aws::seoul',
    )
  })
})

describe('a suffix', () => {
  it('depends only on the URN and has the requested length and alphabet', () => {
    const letters = { hex: /^[0-9a-f]*$/, base36: /^[0-9a-z]*$/, upper: /^[A-Z0-9]*$/ } as const
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 0, max: 64 }),
        fc.constantFrom('hex', 'base36', 'upper'),
        (urn, length, alphabet) => {
          const suffix = suffixOf(urn, length, alphabet)
          expect(suffix).toHaveLength(length)
          expect(suffix).toMatch(letters[alphabet])
          expect(suffixOf(urn, length, alphabet)).toBe(suffix)
        },
      ),
    )
  })

  it('differs between URNs', () => {
    const suffixes = Array.from({ length: 1_000 }, (_, index) => suffixOf(`urn-${index}`, 17))
    expect(new Set(suffixes).size).toBe(1_000)
  })
})
