import { expect, it } from 'vitest'
import { keepAmountsWhole } from './amounts.ts'

it.each([
  ['솔 하이브리드, 월 38만 9천 원부터', '솔 하이브리드, 월~38만~9천~원부터'],
  ['한 번 충전으로 611 km, 일곱 명이', '한 번 충전으로 611~km, 일곱 명이'],
  ['연비 25.6 km/L로', '연비 25.6~km/L로'],
  ['11월 30일까지', '11월 30일까지'],
  ['Seven seats, 380 miles on 1 charge', 'Seven seats, 380~miles on 1 charge'],
  ['2026 models of 3 kinds', '2026 models of 3 kinds'],
])('keeps the amount in “%s” on one line', (text, kept) => {
  expect(keepAmountsWhole(text)).toBe(kept.replaceAll('~', '\u00a0'))
})
