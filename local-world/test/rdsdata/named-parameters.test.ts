import { expect, it } from 'vitest'
import { numberParameters } from '../../src/modules/rdsdata/model/named-parameters.ts'

// INV-RDSDATA-3
it('numbers parameters in the order of their first occurrence', () => {
  expect(numberParameters('select :b, :a, :b::text')).toEqual({
    text: 'select $1, $2, $1::text',
    names: ['b', 'a'],
  })
})

it.each([
  ['a literal', `select 'ends at :noon', 'it''s :noon'`],
  ['an escape literal', String.raw`select E'\':noon'`],
  ['a quoted name', `select ":noon" from "a"":noon"`],
  ['a dollar quote', 'select $$ :noon $$, $body$ $$ :noon $body$'],
  ['a comment', 'select 1 -- :noon\n/* :noon\n:noon */'],
  ['a cast', `select '1'::integer`],
])('leaves a colon in %s as it is', (_, sql) => {
  expect(numberParameters(sql)).toEqual({ text: sql, names: [] })
})

it('finds a parameter behind a literal, a comment and a cast', () => {
  expect(numberParameters(`select 'x'::text /* ' */ where a = :a -- :b`)).toEqual({
    text: `select 'x'::text /* ' */ where a = $1 -- :b`,
    names: ['a'],
  })
})
