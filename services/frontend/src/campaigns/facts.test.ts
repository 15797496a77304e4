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
  it('shows known attributes in the visitor’s language and currency', () => {
    expect(factsOf({ attributes }, 'ko')).toEqual([
      { label: '시작 가격', value: '₩64,900,000' },
      { label: '구동 방식', value: '디젤 하이브리드' },
      { label: '주행 가능 거리', value: '611\u00a0km' },
    ])
  })

  it('uses the units of the language’s country, with a non-breaking space', () => {
    const measured = {
      rangeKm: 611,
      powerKw: 239,
      accelerationSeconds: 4.9,
      litresPer100Km: 5.9,
      towingKg: 3_500,
      seats: 7,
    }
    const values = (locale: 'en' | 'ko') =>
      factsOf({ attributes: measured }, locale).map(({ value }) => value)
    expect(values('ko')).toEqual([
      '611\u00a0km',
      '239\u00a0kW',
      '4.9초',
      '16.9\u00a0km/L',
      '3,500\u00a0kg',
      '7명',
    ])
    expect(values('en')).toEqual([
      '380\u00a0mi',
      '321\u00a0hp',
      '4.9\u00a0s',
      '40\u00a0mpg',
      '7,716\u00a0lb',
      '7',
    ])
  })

  it('omits attributes without a translation', () => {
    const odd = { powertrain: 'steam', rangeKm: '<b>', litresPer100Km: 0, priceFrom: 'free', seats: null }
    expect(factsOf({ attributes: odd }, 'en')).toEqual([])
  })
})

describe('priceOf', () => {
  it('is in the currency of the language', () => {
    expect(priceOf({ attributes }, 'en')).toBe('$52,900')
    expect(priceOf({ attributes: {} }, 'en')).toBeUndefined()
  })
})

describe('dayOf', () => {
  it.each([
    ['2026-12-31T23:59:59Z', 'en', 'December 31, 2026'],
    ['2026-12-31T23:59:59Z', 'ko', '2026년 12월 31일'],
    [null, 'en', undefined],
    ['soon', 'en', undefined],
  ] as const)('%s in %s is %s', (iso, locale, day) => {
    expect(dayOf(iso, locale)).toBe(day)
  })
})

describe('carArt', () => {
  it('is the drawing of the body type, and always the same one for types without a drawing', () => {
    expect(carArt({ slug: 'x', attributes: { bodyType: 'van' } })).toBe('car-van.svg')
    const unknown = { slug: 'some-car', attributes: { bodyType: 'submarine' } }
    expect(carArt(unknown)).toBe(carArt(unknown))
    expect(carArt(unknown)).toMatch(/^car-[a-z]+\.svg$/)
  })
})
