import { describe, expect, it } from 'vitest'
import { otherUsername, ownerOf, parseLogin } from './login.ts'

describe('a login', () => {
  it.each([
    ['meridian', 'meridian_clone'],
    ['meridian_clone', 'meridian'],
  ])('of %s is followed by one of %s, and both belong to the same owner', (username, other) => {
    expect(otherUsername(username)).toBe(other)
    expect([ownerOf(username), ownerOf(other)]).toEqual(['meridian_owner', 'meridian_owner'])
  })

  it.each(['not JSON: hunter2', '{"username":"a"}', '{"username":"a","password":5}'])(
    'is refused when the secret holds %s, without repeating what it holds',
    (text) => {
      expect(() => parseLogin(text)).toThrow(/rotate again/)
      expect(() => parseLogin(text)).not.toThrow(/hunter2/)
    },
  )
})
