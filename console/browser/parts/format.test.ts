import { expect, test } from 'vitest'
import { dayAndTime } from './format.ts'

test('a moment late in the evening of UTC is shown with the day of the time zone', () => {
  expect(dayAndTime('2026-12-02T20:04:00.000Z', 'Asia/Seoul')).toBe('2026-12-03 05:04:00')
  expect(dayAndTime('2026-12-02T20:04:00.000Z', 'UTC')).toBe('2026-12-02 20:04:00')
})
