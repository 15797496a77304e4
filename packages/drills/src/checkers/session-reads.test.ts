import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { findNonMonotonicReads, findStaleReads } from './session-reads.ts'

describe('stale reads', () => {
  it('miss a row that the same visitor had written', () => {
    const history = sampleHistory().write('a').after(3).read('a', false).sweep('a', true).done()
    expect(findStaleReads(history)).toMatchObject([
      { id: 'a', database: 'meridian-usw2-1', detail: 'acknowledged 3 ms before it was asked for' },
    ])
  })

  it('are not misses of another visitor’s rows, nor of lost rows', () => {
    const another = sampleHistory().write('a').read('a', false, 'somebody else').sweep('a', true).done()
    expect(findStaleReads(another)).toEqual([])
    const lost = sampleHistory().write('a').read('a', false).sweep('a', false).done()
    expect(findStaleReads(lost)).toEqual([])
  })
})

describe('non-monotonic reads', () => {
  it('miss a row that the same visitor had read', () => {
    const history = sampleHistory().read('a', true).read('a', false).sweep('a', true).done()
    expect(findNonMonotonicReads(history)).toMatchObject([{ id: 'a', session: 'visitor' }])
  })

  it('are not first misses, nor misses of a row that was lost', () => {
    expect(findNonMonotonicReads(sampleHistory().read('a', false).read('a', true).done())).toEqual([])
    const lost = sampleHistory().read('a', true).read('a', false).sweep('a', false).done()
    expect(findNonMonotonicReads(lost)).toEqual([])
  })
})
