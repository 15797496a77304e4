import { createProgress, type LagSample } from '@meridian/operator-tools'
import { REGION_IDS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { createLagView } from './lag-view.ts'

const CLEAR_LINE = '\u001b[2K'

/** What a person sees: a terminal that wraps long lines and knows the two things that the view asks of it. */
function createTerminal(columns: number, told = columns) {
  const rows = ['']
  let row = 0
  const put = (text: string) => {
    const clearedAt = text.lastIndexOf(CLEAR_LINE)
    let line = clearedAt < 0 ? `${rows[row]}${text}` : text.slice(clearedAt + CLEAR_LINE.length)
    while (line.length > columns) {
      rows[row] = line.slice(0, columns)
      line = line.slice(columns)
      row += 1
    }
    rows[row] = line
  }
  const terminal = {
    isTTY: true,
    columns: told,
    moveCursor(_columns: number, down: number) {
      row += down
      return true
    },
    write(text: string) {
      for (const [index, line] of text.split('\n').entries()) {
        if (index > 0) row += 1
        rows[row] ??= ''
        put(line)
      }
      return true
    },
  }
  return { rows, stream: terminal as unknown as NodeJS.WriteStream }
}

/** The lags of all regions, a row for each round. */
const inRounds = (...rounds: readonly (readonly [number, number, number | undefined])[]): LagSample[] =>
  rounds.flatMap((lags, round) =>
    REGION_IDS.map((region, index) => ({
      region,
      atMs: round * 200,
      lagMs: lags[index],
      detail: 'us-east-1 writes',
    })),
  )

const ROUNDS = [
  [0, 10, 100],
  [0, 30, 50],
  [0, 20, undefined],
] as const

describe('the view of a measurement on a terminal', () => {
  function afterAllRounds(columns: number, told = columns) {
    const { rows, stream } = createTerminal(columns, told)
    const unused = () => expect.fail('a terminal needs no progress lines')
    const view = createLagView(ROUNDS.length, unused, stream)
    for (let round = 1; round <= ROUNDS.length; round += 1) view.show(inRounds(...ROUNDS.slice(0, round)))
    return { rows, stream, view }
  }

  it('draws the curve, the newest value and the percentiles of every region', () => {
    const [east, west, seoul] = afterAllRounds(80).rows
    expect(east).toMatch(/^us-east-1 +▁▁▁ +0 ms {2}p50 +0 {2}p95 +0 {2}p99 +0$/)
    expect(west).toMatch(/^us-west-2 +▁▃▂ +20 ms {2}p50 +20 {2}p95 +30 {2}p99 +30$/)
    expect(seoul).toMatch(/^ap-northeast-2 +█▄× no answer {2}p50 +50 {2}p95 +100 {2}p99 +100$/)
  })

  it.each([
    ['of 120 columns', 120],
    ['too narrow for everything', 50],
  ])('draws every picture over the previous one on a terminal %s', (_title, columns) => {
    const { rows } = afterAllRounds(columns)
    expect(rows.map((row) => row.slice(0, 14).trimEnd())).toEqual([...REGION_IDS, ''])
    expect(rows[1]).toContain('▁▃▂')
  })

  it('assumes 80 columns on a terminal that does not report its width', () => {
    expect(afterAllRounds(80, 0).rows).toEqual(afterAllRounds(80).rows)
  })

  it('leaves the last picture above later output', () => {
    const { rows, stream, view } = afterAllRounds(80)
    const picture = rows.slice(0, REGION_IDS.length)
    view.end()
    createProgress(stream).end()
    stream.write('Lag in ms\n')
    expect(rows).toEqual([...picture, '', 'Lag in ms', ''])
  })

  it('leaves nothing behind when nothing was shown', () => {
    const { rows, stream } = createTerminal(80)
    createLagView(3, () => {}, stream).end()
    expect(rows).toEqual([''])
  })
})

describe('the view without a terminal', () => {
  it('prints dated lines, at most one a second, without cursor movement', () => {
    const written: string[] = []
    const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 }
    const file = stream as unknown as NodeJS.WriteStream
    const progress = createProgress(file)
    const view = createLagView(ROUNDS.length, progress.show, file)
    for (let round = 1; round <= ROUNDS.length; round += 1) view.show(inRounds(...ROUNDS.slice(0, round)))
    view.end()
    progress.end()
    expect(written.map((line) => line.replace(/^\S+Z /, ''))).toEqual(['1/3 sampled\n', '3/3 sampled\n'])
    expect(written.every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z /.test(line))).toBe(true)
  })
})
