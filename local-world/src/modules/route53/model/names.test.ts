import { describe, expect, it } from 'vitest'
import { apiName, fromApiName } from './names.ts'

describe('names in the API', () => {
  it.each([
    ['*.example.com', '\\052.example.com.'],
    ['a b.example.com', 'a\\040b.example.com.'],
    ['_dmarc.example-1.com', '_dmarc.example-1.com.'],
  ])('%s is written %s, and parsed back', (name, written) => {
    expect(apiName(name)).toBe(written)
    expect(fromApiName(written)).toBe(name)
  })

  it('accept a plain * and upper case, and keep a dot within a label escaped', () => {
    expect(fromApiName('*.Example.com')).toBe('*.example.com')
    expect(fromApiName('a\\056b.example.com.')).toBe('a\\056b.example.com')
    expect(apiName('a\\056b.example.com')).toBe('a\\056b.example.com.')
  })
})
