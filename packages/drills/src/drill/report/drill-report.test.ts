import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../../test/sample-history.ts'
import { examine } from '../judge.ts'
import { plannedSwitchover } from '../stories/planned-switchover.ts'
import { drillReport } from './drill-report.ts'

function reportOf(history: ReturnType<typeof sampleHistory>, rateFactor = 1) {
  const run = { drill: plannedSwitchover, target: 'local', startedAt: new Date(0), seed: 1 } as const
  const findings = examine(history.done())
  return drillReport({ ...run, rateFactor, warmUpMs: 0, findings, checks: [], skippedRequests: 0 })
}

describe('the report of a drill', () => {
  const TITLE = 'Accepted by the old writer before the new one began'

  it('counts what an old writer accepted before a failover’s new one began', () => {
    const history = sampleHistory().write('a').fault('isolate-region us-east-1').write('b').write('c')
    history.after(1_000).change('failover', 'us-west-2').write('d', { by: 'us-west-2' })
    const { tables } = reportOf(history.sweep('b', false).sweep('c', true))
    expect(tables.find(({ title }) => title === TITLE)?.rows).toEqual([
      ['us-west-2', '0.00', '1.00', '2', '1', '0'],
    ])
  })

  it('says how finely it was measured when less load was asked for', () => {
    const history = () => sampleHistory().write('a').after(49).write('b')
    const note = 'At --rate 0.2 a write was sent every 50 ms: no gap or recovery time is known more finely.'
    expect(reportOf(history(), 0.2).notes).toContain(note)
    expect(reportOf(history()).notes.join()).not.toContain('--rate')
  })

  it('has no such count without a failover', () => {
    const { tables } = reportOf(sampleHistory().write('a').change('switchover', 'us-west-2'))
    expect(tables.map(({ title }) => title)).not.toContain(TITLE)
  })
})
