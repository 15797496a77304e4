import { describe, expect, it } from 'vitest'
import { parseFilterPattern } from './filter-pattern.ts'

const line = JSON.stringify({
  level: 50,
  status: 503,
  path: '/api/leads',
  ok: false,
  none: null,
  err: { code: 'LOST' },
  items: [{ id: 'a' }],
})

describe('a filter pattern', () => {
  it.each([
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['two words', 'words, and two of them', true],
    ['"two words"', 'words, and two of them', false],
    ['?one ?two', 'only two', true],
    ['?one ?two', 'three', false],
    ['word -dull', 'a word', true],
    ['word -dull', 'a dull word', false],
    ['%50[0-9]%', 'status 503', true],
    ['{ $.status = 503 }', line, true],
    ['{ $.status != 503 }', line, false],
    ['{ $.missing != 503 }', line, false],
    ['{ $.status > 500 && $.err.code = "LOST" }', line, true],
    ['{ ($.status = 200) || ($.path = "/api/*") }', line, true],
    ['{ $.err.code = LOST }', line, true],
    ['{ $.items[0].id = "a" }', line, true],
    ['{ $.none IS NULL }', line, true],
    ['{ $.ok IS FALSE }', line, true],
    ['{ $.absent NOT EXISTS }', line, true],
    ['{ $.path = %^/api% }', line, true],
    ['{ $.status = 503 }', 'status = 503', false],
  ])('%s matches %s: %s', (pattern, message, isFound) => {
    expect(parseFilterPattern(pattern)(message)).toBe(isFound)
  })

  it.each(['{ $.a = 1', '{ $.a }', '{ a = 1 }', '[a, b]', '{ $.a > "b" }', '%(%'])(
    'refuses %s',
    (pattern) => {
      expect(() => parseFilterPattern(pattern)).toThrow(SyntaxError)
    },
  )
})
