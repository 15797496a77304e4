import { describe, expect, it } from 'vitest'
import { carArt } from './car-art.ts'
import { dayOf, factsOf, priceOf } from './facts.ts'

const attributes = {
  rangeKm: 611,
  powertrain: 'diesel-hybrid',
  priceFrom: { KRW: 64_900_000, USD: 52_900 },
  internalNote: 'margin 12 %',
}

describe('factsOf', () => {
  it('says known attributes in the visitor’s words and money', () => {
    expect(factsOf({ attributes }, 'ko')).toEqual([
      { label: '시작 가격', value: '₩64,900,000' },
      { label: '동력', value: '디젤 하이브리드' },
      { label: '주행 가능 거리', value: '611 km' },
    ])
  })

  it('shows nothing that it has no words for', () => {
    const odd = { powertrain: 'steam', rangeKm: '<b>', priceFrom: 'free', seats: null }
    expect(factsOf({ attributes: odd }, 'en')).toEqual([])
    expect(factsOf({}, 'en')).toEqual([])
  })
})

describe('priceOf', () => {
  it('is in the money of the language', () => {
    expect(priceOf({ attributes }, 'en')).toBe('$52,900')
    expect(priceOf({ attributes: {} }, 'en')).toBeUndefined()
  })
})

describe('dayOf', () => {
  it.each([
    ['2026-12-31T23:59:59Z', 'en', '31 December 2026'],
    ['2026-12-31T23:59:59Z', 'ko', '2026년 12월 31일'],
    [null, 'en', undefined],
    ['soon', 'en', undefined],
  ] as const)('%s in %s is %s', (iso, locale, day) => {
    expect(dayOf(iso, locale)).toBe(day)
  })
})

describe('carArt', () => {
  it('is the body type’s drawing, and a steady one for types nobody has drawn', () => {
    expect(carArt({ slug: 'x', attributes: { bodyType: 'van' } })).toBe('car-van.svg')
    const unknown = { slug: 'some-car', attributes: { bodyType: 'submarine' } }
    expect(carArt(unknown)).toBe(carArt(unknown))
    expect(carArt(unknown)).toMatch(/^car-[a-z]+\.svg$/)
  })
})
