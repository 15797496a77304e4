import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { createRandom, type Random } from '../random.ts'
import { findDuplicatedWrites } from './duplicated-writes.ts'
import { findLostWrites } from './lost-writes.ts'
import { findResurrectedWrites } from './resurrected-writes.ts'
import { findNonMonotonicReads, findStaleReads } from './session-reads.ts'
import { findWritesByTheOldWriter } from './two-writers.ts'

type Bug = 'none' | 'token' | 'idempotency' | 'epoch' | 'loss'

/**
 * A small system that keeps its promises, with a failover in the middle that loses the newest rows, or with one bug.
 * Returns whether the bug had a chance to show.
 */
function live(random: Random, steps: number, bug: Bug) {
  const history = sampleHistory()
  const rows = new Map<string, { session: string; key: string }>()
  const lost = new Set<string>()
  let writer: 'us-east-1' | 'us-west-2' = 'us-east-1'
  let hasNewWriterWritten = false
  /** Sets of rows that must all survive for the bug to be seen. */
  const occasions: string[][] = []
  const change = Math.floor(steps / 2)
  for (let step = 0; step < steps; step += 1) {
    const session = `visitor ${random.below(3)}`
    const known = random.pick([...rows])
    if (step === change) {
      for (const id of [...rows.keys()].slice(-random.below(3) - 1)) {
        rows.delete(id)
        lost.add(id)
      }
      writer = 'us-west-2'
      history.change('failover', writer)
    } else if (!known || random.next() < 0.4) {
      const by: 'us-east-1' | 'us-west-2' = bug === 'epoch' && hasNewWriterWritten ? 'us-east-1' : writer
      if (by !== writer) occasions.push([])
      hasNewWriterWritten ||= by === 'us-west-2'
      const key = `key ${step}`
      history.after(1).write(`row ${step}`, { session, key, by })
      rows.set(`row ${step}`, { session, key })
    } else if (random.next() < 0.2) {
      const [id, { session: owner, key }] = known
      const stored = bug === 'idempotency' ? `copy ${step}` : id
      history.after(1).write(stored, { session: owner, key, by: writer })
      hasNewWriterWritten ||= writer === 'us-west-2'
      if (stored !== id) rows.set(stored, { session: owner, key })
      if (stored !== id) occasions.push([id, stored])
    } else {
      const [id, { session: owner }] = known
      const isFound = bug !== 'token'
      history.read(id, isFound, owner)
      if (!isFound) occasions.push([id])
    }
  }
  for (const sweep of [1, 2]) {
    for (const id of rows.keys()) history.sweep(id, bug !== 'loss', sweep)
    for (const id of lost) history.sweep(id, false, sweep)
  }
  const isShown = occasions.some((ids) => ids.every((id) => rows.has(id)))
  return { history: history.done(), lost, rows, isShown }
}

const runs = fc.tuple(fc.integer(), fc.integer({ min: 2, max: 60 }))

describe('the checkers', () => {
  it('find nothing but lost rows in a system that keeps its guarantees', () => {
    fc.assert(
      fc.property(runs, ([seed, steps]) => {
        const { history, lost } = live(createRandom(seed), steps, 'none')
        expect(new Set(findLostWrites(history).lost.map(({ id }) => id))).toEqual(lost)
        for (const find of [
          findDuplicatedWrites,
          findResurrectedWrites,
          findStaleReads,
          findNonMonotonicReads,
          findWritesByTheOldWriter,
        ])
          expect(find(history)).toEqual([])
      }),
    )
  })

  it.each([
    ['token', findStaleReads],
    ['idempotency', findDuplicatedWrites],
    ['epoch', findWritesByTheOldWriter],
  ] as const)('find a planted bug in the %s check whenever it had a chance to show', (bug, find) => {
    fc.assert(
      fc.property(runs, ([seed, steps]) => {
        const { history, isShown } = live(createRandom(seed), steps, bug)
        expect(find(history).length > 0).toBe(isShown)
      }),
    )
  })

  it('find every row that was lost silently', () => {
    fc.assert(
      fc.property(runs, ([seed, steps]) => {
        const { history, rows, lost } = live(createRandom(seed), steps, 'loss')
        expect(findLostWrites(history).lost.length).toBe(rows.size + lost.size)
      }),
    )
  })
})
