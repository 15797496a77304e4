import { describe, expect, it } from 'vitest'
import {
  holdsSecret,
  markSecret,
  outermostName,
  plainMap,
  secretNames,
  withoutUndefined,
} from './property-values.ts'

const reference = { '4dabf18193072939515e22adb298388d': '5cf8f73096256a8f31e491e813e4eb8e', urn: 'urn:x' }

describe('property values', () => {
  it('are plain once secrets are unwrapped at any depth and nulls in maps are removed', () => {
    const properties = { a: markSecret({ b: [markSecret('c'), null] }), d: null, e: [{ f: undefined, g: 1 }] }
    expect(plainMap(properties)).toEqual({ a: { b: ['c', null] }, e: [{ g: 1 }] })
  })

  it('reference a resource by its id, or a component by its URN', () => {
    expect(plainMap({ vpc: { ...reference, id: 'vpc-1' }, component: reference })).toEqual({
      vpc: 'vpc-1',
      component: 'urn:x',
    })
  })

  it('are secret when anything inside them is', () => {
    const properties = { plain: { a: [1] }, deep: { a: [{ 'b/c': markSecret(1) }] }, all: markSecret('x') }
    expect(secretNames(properties)).toEqual(['/deep/a/0/b~1c', 'all'])
    expect(secretNames(properties).map(outermostName)).toEqual(['deep', 'all'])
    expect(holdsSecret(properties.deep)).toBe(true)
    expect(holdsSecret(properties.plain)).toBe(false)
  })

  it('are not marked secret twice', () => {
    expect(markSecret(markSecret('x'))).toEqual(markSecret('x'))
  })

  it('are sent without undefined, which protobuf cannot encode', () => {
    expect(withoutUndefined({ a: undefined, b: [undefined, { c: undefined }] })).toEqual({ b: [null, {}] })
  })
})
