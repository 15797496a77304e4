import { expect, it } from 'vitest'
import { renderTable } from './table.ts'

it('keeps columns in line under letters that take two places of a terminal', () => {
  const rows = [
    ['서울', 'up'],
    ['São Paulo', 'up'],
  ]
  expect(renderTable({ title: 'Cities', columns: ['city', 'is'], rows })).toBe(
    'Cities\ncity       is\n─────────  ──\n서울       up\nSão Paulo  up\n',
  )
})
