import { describe, expect, it } from 'vitest'
import { negotiateLocale } from './locale.ts'

describe('negotiateLocale', () => {
  it.each([
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['fr-FR,ko;q=0.5', 'ko'],
    ['en;q=0.1, ko;q=0.2', 'ko'],
    ['ko;q=0', 'en'],
    ['*', 'en'],
    ['', 'en'],
    [';;;q=,,', 'en'],
    [undefined, 'en'],
  ])('reads %j as %s', (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale)
  })
})
