import { describe, expect, it } from 'vitest'
import { mergeProviders } from './providers.ts'

const provider = () => ({ id: 'x', outputs: {} })

describe('the providers of all modules', () => {
  it('merge into one table', () => {
    const providers = mergeProviders([
      { name: 'a', resources: { one: provider }, invokes: { ask: () => ({}) } },
      { name: 'b', resources: { two: provider } },
    ])
    expect(Object.keys(providers.resources)).toEqual(['one', 'two'])
    expect(Object.keys(providers.invokes)).toEqual(['ask'])
  })

  it('are refused when two modules claim one type', () => {
    const modules = ['a', 'b'].map((name) => ({ name, resources: { one: provider } }))
    expect(() => mergeProviders(modules)).toThrow(/Both "a" and "b" provide one/)
  })
})
