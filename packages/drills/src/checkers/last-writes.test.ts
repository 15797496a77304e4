import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { countLastWrites } from './last-writes.ts'

/** us-east-1 is cut off at 1 ms, still accepts `b` and `c`, and us-west-2 begins with `d`. */
const cutOff = () =>
  sampleHistory()
    .write('a')
    .failure('isolate-region us-east-1')
    .write('b')
    .change('failover', 'us-west-2')
    .write('c')
    .write('d', { by: 'us-west-2' })

describe('last writes of an old writer', () => {
  it('are those that it accepts between the failure and the new writer’s first write', () => {
    const history = cutOff().write('e', { by: 'us-west-2' })
    for (const id of ['a', 'c', 'd', 'e']) history.sweep(id, true)
    expect(countLastWrites(history.sweep('b', false).done())).toEqual([
      { to: 'us-west-2', fromMs: 1, newWriterSinceMs: 5, accepted: 2, lost: 1, underWay: 0 },
    ])
  })

  it('are counted once, however often they are acknowledged', () => {
    const history = sampleHistory()
      .write('a')
      .failure('isolate-region us-east-1')
      .write('a')
      .write('b')
      .write('b')
    history.change('failover', 'us-west-2').write('c', { by: 'us-west-2' })
    expect(countLastWrites(history.done())).toMatchObject([{ accepted: 1 }])
  })

  it('exclude those that were in flight when the new writer began', () => {
    const history = sampleHistory().write('a').failure('isolate-region us-east-1')
    const waiting = history.beginWrite('b')
    history.change('failover', 'us-west-2').write('c', { by: 'us-west-2' }).after(1)
    waiting.endedBy('us-east-1')
    expect(countLastWrites(history.done())).toMatchObject([{ accepted: 0, underWay: 1 }])
  })

  it('exclude writes sent after the new writer began, which are a separate finding', () => {
    const history = cutOff().after(5).write('e', { by: 'us-east-1' })
    expect(countLastWrites(history.done())).toMatchObject([{ accepted: 2, underWay: 0 }])
  })

  it('are all writes after the call when no failure was injected and the new writer never began', () => {
    const history = sampleHistory().write('a').change('failover', 'us-west-2').write('b').write('c')
    expect(countLastWrites(history.done())).toMatchObject([
      { fromMs: 1, newWriterSinceMs: undefined, accepted: 2 },
    ])
  })

  it('are counted from the first failure when a failover is superseded by another', () => {
    const history = sampleHistory().write('a').failure('lose-region us-east-1').write('b')
    history.change('failover', 'us-west-2').failure('lose-region us-west-2').write('c')
    history.change('failover', 'ap-northeast-2').write('d', { by: 'ap-northeast-2' })
    expect(countLastWrites(history.done())).toMatchObject([{ to: 'ap-northeast-2', fromMs: 1, accepted: 2 }])
  })

  it('exclude writes that waited until the switchover back', () => {
    const history = sampleHistory().write('a').failure('isolate-region us-east-1')
    const waiting = history.beginWrite('b')
    history.change('failover', 'us-west-2').write('c', { by: 'us-west-2' }).change('switchover', 'us-east-1')
    waiting.endedBy('us-east-1')
    expect(countLastWrites(history.done())).toMatchObject([{ to: 'us-west-2', accepted: 0, underWay: 0 }])
  })

  it('are not reported for a switchover, which waits for them', () => {
    expect(countLastWrites(sampleHistory().write('a').change('switchover', 'us-west-2').done())).toEqual([])
  })
})
