import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from '../src/sources.ts'
import { ROOT } from '../src/workspace.ts'

const LAST_NUMBER = 53
/** Numbers at the beginning of a title: `(9) …`, `(50, 51) …`, `44 …`. */
const NUMBERED_TITLE = /(?<=[\s(,[])(['"`])(?:\((?<listed>\d+(?:, \d+)*)\)|(?<plain>\d\d)) (?=["“a-zA-Z%…])/g
const ROW = /^\| (?<numbers>[\d, –]+) \| (?<behaviour>[^|]+) \|$/gm
const NOT_HERE = /not here/

const numbersOf = (text: string): readonly number[] =>
  text.split(', ').flatMap((part) => {
    const [first = 0, last = first] = part.split('–').map(Number)
    return Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })

const named = new Set(
  sourceFiles(
    /^(local-world|packages\/(?:database|drills|failover|operator-tools)|e2e)\/.*\.test\.ts$/,
  ).flatMap(({ text }) =>
    [...text.matchAll(NUMBERED_TITLE)].flatMap(({ groups }) =>
      numbersOf(groups?.listed ?? groups?.plain ?? ''),
    ),
  ),
)

const [, table = ''] = readFileSync(join(ROOT, 'docs/fidelity.md'), 'utf8').split('## Numbered behaviours')
const rows = [...table.matchAll(ROW)].map(({ groups }) => ({
  numbers: numbersOf(groups?.numbers ?? ''),
  behaviour: groups?.behaviour ?? '',
}))
const all = Array.from({ length: LAST_NUMBER }, (_, index) => index + 1)

describe('the numbered behaviours of AWS', () => {
  it(`are listed in docs/fidelity.md, each from 1 to ${LAST_NUMBER} once`, () => {
    const told = rows.flatMap(({ numbers }) => numbers).sort((left, right) => left - right)
    expect(told).toEqual(all)
  })

  it('each have a test with their number, or are marked as not here', () => {
    const absent = rows.filter(({ behaviour }) => NOT_HERE.test(behaviour)).flatMap(({ numbers }) => numbers)
    expect(all.filter((number) => !named.has(number) && !absent.includes(number))).toEqual([])
    expect(absent.filter((number) => named.has(number))).toEqual([])
  })
})
