import { expect, it } from 'vitest'
import { toInstant } from './column-types.ts'

it.each([
  ['2026-11-21 08:00:00+00', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21 08:00:00.5+00', '2026-11-21T08:00:00.500Z'],
  ['2026-11-21 08:00:00.123456+00', '2026-11-21T08:00:00.123Z'],
  ['2026-11-21 17:00:00+09', '2026-11-21T08:00:00.000Z'],
  ['infinity', 'infinity'],
])('reads %s as %s', (text, instant) => {
  expect(toInstant(text)).toBe(instant)
})
