import { describe, expect, it } from 'vitest'
import { mergeBodies } from './bodies.ts'

const body = () => ({ id: 'x', outputs: {} })

describe('the bodies of all modules', () => {
  it('are one table', () => {
    const bodies = mergeBodies([
      { name: 'a', resources: { one: body }, invokes: { ask: () => ({}) } },
      { name: 'b', resources: { two: body } },
    ])
    expect(Object.keys(bodies.resources)).toEqual(['one', 'two'])
    expect(Object.keys(bodies.invokes)).toEqual(['ask'])
  })

  it('are refused when two modules claim one type', () => {
    const modules = ['a', 'b'].map((name) => ({ name, resources: { one: body } }))
    expect(() => mergeBodies(modules)).toThrow(/Both "a" and "b" give a body to one/)
  })
})
