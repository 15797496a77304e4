import { expect, it } from 'vitest'
import { readersColumns } from '../config.ts'
import { renderTable } from './table.ts'
import { widthOf } from './width.ts'

it('aligns columns that contain double-width characters', () => {
  const rows = [
    ['서울', 'up'],
    ['São Paulo', 'up'],
  ]
  expect(renderTable({ title: 'Cities', columns: ['city', 'is'], rows })).toBe(
    'Cities\ncity       is\n─────────  ──\n서울       up\nSão Paulo  up\n',
  )
})

it('becomes a list of records on a terminal that is too narrow for it', () => {
  const table = {
    title: 'Runs',
    columns: ['run', 'writes', 'lost'],
    rows: [
      ['1', '907', ''],
      ['2', '844', '0'],
    ],
  }
  const terminal = (columns: number) => ({ isTTY: true, columns }) as NodeJS.WriteStream
  expect(renderTable(table, terminal(10))).toBe('Runs\n1\n  writes 907\n2\n  writes 844, lost 0\n')
  expect(renderTable(table, terminal(80))).toBe(renderTable(table))
})

it('uses the width of the reader’s terminal where COLUMNS gives it', () => {
  const pipe = { isTTY: false } as NodeJS.WriteStream
  expect(widthOf(pipe, readersColumns({}))).toBe(Number.POSITIVE_INFINITY)
  expect(widthOf(pipe, readersColumns({ COLUMNS: '72' }))).toBe(72)
})
