import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { measureDetections } from './detection.ts'

describe('detection', () => {
  it('is the first signal of each kind after the failure, the edge’s judged by what visitors get', () => {
    const history = sampleHistory().atTheEdge('us-east-1').failure('lose-region us-east-1').after(2_000)
    history.signal('health check', 'us-east-1: Failure').after(500).signal('DNS answer', 'moved')
    history.after(100).atTheEdge('us-west-2').after(900).signal('health check', 'once more')
    expect(measureDetections(history.done())).toEqual([
      {
        failure: 'lose-region us-east-1',
        failedMs: 0,
        afterMs: { 'health check': 2_000, 'DNS answer': 2_500, edge: 2_600 },
        first: { signal: 'health check', afterMs: 2_000, detail: 'us-east-1: Failure' },
      },
    ])
  })

  it('belongs to the most recently injected failure, and ends when that is healed', () => {
    const history = sampleHistory().failure('delay-replication us-west-2').after(1_000)
    history.failure('lose-region us-east-1').after(1_000).heal('lose-region us-east-1').after(1)
    expect(measureDetections(history.signal('alarm', 'late').done())).toMatchObject([
      { failure: 'delay-replication us-west-2', first: undefined },
      { failure: 'lose-region us-east-1', first: undefined },
    ])
  })
})
