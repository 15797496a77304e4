import { expect, it } from 'vitest'
import { LogLines, MOST_EVENT_CHARACTERS } from './log-lines.ts'

it('joins chunks to lines and omits empty ones', () => {
  const lines = new LogLines()
  expect(lines.push('one\ntw')).toEqual(['one'])
  expect(lines.push('o\r\n\nthree')).toEqual(['two'])
  expect(lines.end()).toEqual(['three'])
  expect(lines.end()).toEqual([])
})

it('splits a line that is longer than an event', () => {
  const lines = new LogLines()
  expect(lines.push('x'.repeat(MOST_EVENT_CHARACTERS + 1)).map(({ length }) => length)).toEqual([
    MOST_EVENT_CHARACTERS,
    1,
  ])
})
