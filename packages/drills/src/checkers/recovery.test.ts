import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { measureRecoveries, measureRecoveryPoint, measureVisitorGaps, measureWriteGap } from './recovery.ts'

/** Two writes, a failure, a failover 100 ms later, and the first write of the new writer 400 ms after that. */
const failover = () =>
  sampleHistory()
    .write('a')
    .after(1_000)
    .write('b')
    .failure('lose-region us-east-1')
    .after(100)
    .change('failover', 'us-west-2')
    .after(398)
    .write('c', { by: 'us-west-2' })

describe('recovery time', () => {
  it('ends with the first write that the new writer acknowledged', () => {
    expect(measureRecoveries(failover().done())).toMatchObject([
      { action: 'failover', to: 'us-west-2', calledMs: 1_102, rtoMs: 400, sinceFailureMs: 500 },
    ])
  })

  it('is unknown when the new writer acknowledged nothing', () => {
    const history = sampleHistory().write('a').change('failover', 'us-west-2').write('b').done()
    expect(measureRecoveries(history)).toMatchObject([{ rtoMs: undefined, sinceFailureMs: undefined }])
  })
})

describe('the parts of a recovery', () => {
  it('are its detection, the decision, the promotion, the move of the writes, and the first of them', () => {
    const history = sampleHistory().write('a').failure('lose-region us-east-1').after(3_000)
    history.signal('DNS answer', 'new-york is led to us-west-2').after(2_000).change('failover', 'us-west-2')
    history.after(199).promoted('us-west-2').after(50).writesGoTo('us-west-2').after(19)
    const [recovery] = measureRecoveries(history.write('b', { by: 'us-west-2' }).done())
    expect(recovery?.parts).toEqual({
      detectMs: 3_000,
      decideMs: 2_000,
      promoteMs: 200,
      flipMs: 50,
      firstWriteMs: 20,
    })
    expect(recovery?.sinceFailureMs).toBe(5_270)
  })

  it('end with the first write, however late the other signals arrive', () => {
    const history = sampleHistory().write('a').failure('lose-region us-east-1').after(10)
    history.change('failover', 'us-west-2').after(98).write('b', { by: 'us-west-2' }).after(100)
    const [recovery] = measureRecoveries(
      history.promoted('us-west-2').writesGoTo('us-west-2').signal('alarm', 'late').done(),
    )
    expect(recovery?.parts).toEqual({
      detectMs: 10,
      decideMs: 0,
      promoteMs: 100,
      flipMs: 0,
      firstWriteMs: 0,
    })
  })
})

describe('the switchover back', () => {
  it('is not counted as a recovery', () => {
    expect(measureRecoveries(failover().change('switchover', 'us-east-1').done())).toHaveLength(1)
  })
})

describe('recovery point', () => {
  it('is the time from the last surviving write to the newest lost one', () => {
    const history = failover().sweep('a', true).sweep('b', false).sweep('c', true).done()
    expect(measureRecoveryPoint(history)).toMatchObject({ rows: 1, seconds: 1.001, oldest: { id: 'b' } })
  })

  it('is zero when nothing is lost', () => {
    expect(measureRecoveryPoint(failover().done())).toEqual({ rows: 0, seconds: 0, oldest: undefined })
  })
})

describe('the longest write gap', () => {
  it('lies between two acknowledgements', () => {
    expect(measureWriteGap(failover().done())).toEqual({ longestMs: 1_001, fromMs: 1, resolutionMs: 1_001 })
  })

  it('ends when the load stops, however late the last writes are answered', () => {
    const history = sampleHistory()
    history.write('a').after(20).write('b').write('straggler', { tookMs: 300 })
    history.after(50).write('a').after(90).write('b')
    expect(measureWriteGap(history.done())).toMatchObject({ longestMs: 21, fromMs: 1 })
  })
})

it('measures write gaps per city, even while writes from other cities are stored', () => {
  const history = sampleHistory().write('a', { city: 'seoul' }).after(99).write('b', { city: 'new-york' })
  history.after(99).write('c', { city: 'new-york' }).after(99).write('d', { city: 'seoul' })
  const gaps = measureVisitorGaps(history.done())
  expect(gaps['ap-northeast-2'].longestMs).toBe(299)
  expect(gaps['us-east-1'].longestMs).toBe(99)
  expect(gaps['us-west-2'].longestMs).toBe(0)
})
