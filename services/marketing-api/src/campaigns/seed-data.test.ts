import { expect, it } from 'vitest'
import { SEED_CAMPAIGNS } from './seed-data.ts'

it('has Korean and English text in every campaign', () => {
  for (const { texts } of SEED_CAMPAIGNS) {
    expect(`${texts.ko.title} ${texts.ko.summary} ${texts.ko.body}`).toMatch(/[가-힣]/)
    expect(`${texts.en.title} ${texts.en.summary} ${texts.en.body}`).not.toMatch(/[가-힣]/)
  }
})

it('has unique campaign names', () => {
  const slugs = SEED_CAMPAIGNS.map(({ slug }) => slug)
  expect(new Set(slugs).size).toBe(slugs.length)
  expect(slugs.length).toBeGreaterThanOrEqual(6)
})

it('uses the units of each language’s readers', () => {
  for (const { texts } of SEED_CAMPAIGNS) {
    expect(Object.values(texts.en).join(' ')).not.toMatch(/\bkm\b|litre|L\/100|₩/)
    expect(Object.values(texts.ko).join(' ')).not.toMatch(/100 ?km(에|당)|L\/100|\$|마일/)
  }
})
