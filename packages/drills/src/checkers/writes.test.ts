import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { findDuplicatedWrites } from './duplicated-writes.ts'
import { countFailedRequests } from './failed-requests.ts'
import { findLostWrites } from './lost-writes.ts'
import { findResurrectedWrites } from './resurrected-writes.ts'
import { findWritesByTheOldWriter } from './two-writers.ts'
import { findUnnamedLosses } from './unnamed-losses.ts'

describe('lost writes', () => {
  it('are acknowledged writes that the last sweep does not find', () => {
    const history = sampleHistory().write('a').write('b').write('c').sweep('a', true).sweep('b', false).done()
    const { lost, unjudged, acknowledged } = findLostWrites(history)
    expect(lost.map(({ id }) => id)).toEqual(['b'])
    expect({ unjudged, acknowledged }).toEqual({ unjudged: 1, acknowledged: 3 })
  })

  it('exclude rows that an earlier sweep missed and the last one finds', () => {
    const history = sampleHistory().write('a').sweep('a', false, 1).sweep('a', true, 2).done()
    expect(findLostWrites(history).lost).toEqual([])
  })

  it('exclude writes that were never acknowledged', () => {
    expect(findLostWrites(sampleHistory().failedWrite('k').done()).lost).toEqual([])
  })
})

describe('unnamed losses', () => {
  it('are lost writes that no snapshot contains', () => {
    const history = sampleHistory().write('a').write('b').write('c')
    history.sweep('a', true).sweep('b', false).sweep('c', false).inSnapshot('b')
    expect(findUnnamedLosses(history.done()).map(({ id }) => id)).toEqual(['c'])
  })
})

describe('duplicated writes', () => {
  it('are two rows under one key', () => {
    const history = sampleHistory().write('a', { key: 'k' }).write('b', { key: 'k' }).done()
    expect(findDuplicatedWrites(history)).toEqual([{ key: 'k', ids: ['a', 'b'] }])
  })

  it('are found by a sweep that lists keys, even if the second row was never acknowledged', () => {
    const history = sampleHistory().write('a', { key: 'k' }).sweep('a', true, 1, 'k').sweep('b', true, 1, 'k')
    expect(findDuplicatedWrites(history.done())).toEqual([{ key: 'k', ids: ['a', 'b'] }])
  })

  it('are neither repeated answers nor a row stored again after its first was lost', () => {
    const repeated = sampleHistory().write('a', { key: 'k' }).write('a', { key: 'k' }).done()
    expect(findDuplicatedWrites(repeated)).toEqual([])
    const again = sampleHistory().write('a', { key: 'k' }).write('b', { key: 'k' }).sweep('a', false).done()
    expect(findDuplicatedWrites(again)).toEqual([])
  })
})

describe('resurrected writes', () => {
  it('are rows that were reported lost and came back', () => {
    const history = sampleHistory().write('a').sweep('a', false, 1).sweep('a', true, 2).done()
    expect(findResurrectedWrites(history)).toEqual([
      { id: 'a', detail: 'missing in sweep 1, found in sweep 2' },
    ])
  })

  it('are not rows that stay, or stay away', () => {
    const steady = sampleHistory()
      .sweep('a', true, 1)
      .sweep('b', false, 1)
      .sweep('a', true, 2)
      .sweep('b', false, 2)
    expect(findResurrectedWrites(steady.done())).toEqual([])
  })
})

describe('two writers at once', () => {
  it('are reported when the old one accepts a write sent after the new one had begun', () => {
    const history = sampleHistory()
      .write('a')
      .change('failover', 'us-west-2')
      .write('b', { by: 'us-west-2' })
      .after(5)
      .write('c', { by: 'us-east-1' })
      .done()
    expect(findWritesByTheOldWriter(history)).toMatchObject([{ id: 'c', writerRegion: 'us-east-1' }])
  })

  it('are not reported when the old one accepts before the new one begins', () => {
    const history = sampleHistory()
      .write('a')
      .change('failover', 'us-west-2')
      .write('b')
      .write('c', { by: 'us-west-2' })
      .done()
    expect(findWritesByTheOldWriter(history)).toEqual([])
  })

  it('are not reported when a write waits for the change and the new one accepts it', () => {
    const builder = sampleHistory().write('a').after(5)
    const waiting = builder.beginWrite('b')
    builder.after(5).change('failover', 'us-west-2')
    waiting.endedBy('us-west-2')
    expect(findWritesByTheOldWriter(builder.done())).toEqual([])
  })

  it('are not reported when a write waits for a second change because the first one failed', () => {
    const builder = sampleHistory().write('a').after(5)
    const waiting = builder.beginWrite('b')
    builder.after(5).change('failover', 'us-west-2').after(5).change('failover', 'ap-northeast-2')
    waiting.endedBy('ap-northeast-2')
    expect(findWritesByTheOldWriter(builder.done())).toEqual([])
  })

  it('are not reported after a switchover back', () => {
    const history = sampleHistory()
      .write('a')
      .change('switchover', 'us-west-2')
      .write('b', { by: 'us-west-2' })
      .change('switchover', 'us-east-1')
      .write('c')
      .done()
    expect(findWritesByTheOldWriter(history)).toEqual([])
  })

  it('are reported when the writer changes without a request', () => {
    const history = sampleHistory().write('a').after(5).write('b', { by: 'us-west-2' }).done()
    expect(findWritesByTheOldWriter(history)).toMatchObject([{ id: 'b' }])
  })
})

describe('failed requests', () => {
  it('are counted by response and entry point', () => {
    const history = sampleHistory().write('a').failedWrite('k').failedWrite('l').read('a', false).done()
    expect(countFailedRequests(history)).toEqual({
      writes: { sent: 3, failed: 2, reasons: [['503 via edge', 2]] },
      reads: { sent: 1, failed: 0, reasons: [] },
      refusedReads: 0,
    })
  })
})
