import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import { targetsOn } from '../drill.ts'
import { examine } from '../judge.ts'
import { regionLoss } from '../stories/region-loss.ts'
import { drillReport } from './drill-report.ts'

const QUIET = {
  samples: 20,
  tooBusy: 0,
  cores: 2,
  loadAverage: 1.5,
  eventLoopDelayMs: 12,
  runQueueDelayShare: 0.04,
  pressureSome10: null,
  slowdown: 1.1,
}
const STEP = {
  factor: 1,
  offeredPerSecond: 150,
  servedPerSecond: 90,
  p95Ms: 900,
  refusal: '60 of 150 were not served',
}
const COUNTS = { due: 100, skipped: 0, retries: 3, heldBack: 1 }

function reportOf(
  history: ReturnType<typeof sampleHistory>,
  factor = 1,
  tooBusy = 0,
  pace: 'fast' | 'aws' = 'fast',
) {
  const load = {
    capacity: { factor: 2 * factor, perSecond: 300 * factor, isAtLeast: factor === 1, steps: [STEP] },
    offered: { factor, share: 0.5, perSecond: 144 * factor, writesPerSecond: 105 * factor },
    counts: COUNTS,
    leastShare: tooBusy > 0 ? 0.25 : 1,
  }
  const during = { ...QUIET, tooBusy }
  const machine = { before: QUIET, ramp: QUIET, during, after: QUIET, isTooBusy: tooBusy > 0 }
  const target = { name: 'local', pace } as const
  const targets = targetsOn(target, regionLoss)
  const run = { drill: regionLoss, target, targets, startedAt: new Date(0), seed: 1 }
  const findings = examine(history.done())
  return drillReport({ ...run, rateFactor: 1, warmUpMs: 0, findings, checks: [], load, machine })
}

describe('the report of a drill', () => {
  it('is filed separately, with its own targets, at the pace of AWS', () => {
    const history = sampleHistory().write('a')
    expect(reportOf(history)).toMatchObject({ tool: 'region-loss', data: { targets: { rtoMs: 1_000 } } })
    expect(reportOf(history, 1, 0, 'aws')).toMatchObject({
      tool: 'region-loss-at-aws-pace',
      data: { targets: { rtoMs: 120_000, rpoSeconds: 3.5 } },
    })
  })

  const TITLE = 'Accepted by the old writer before the new one began'

  it('counts what the old writer accepted before a failover’s new writer began', () => {
    const history = sampleHistory().write('a').failure('isolate-region us-east-1').write('b').write('c')
    history.after(1_000).change('failover', 'us-west-2').write('d', { by: 'us-west-2' })
    const { tables } = reportOf(history.sweep('b', false).sweep('c', true))
    expect(tables.find(({ title }) => title === TITLE)?.rows).toEqual([
      ['us-west-2', '0.00', '1.00', '2', '1', '0'],
    ])
  })

  it('shows the capacity, the offered load and the resolution of its times', () => {
    const history = () => sampleHistory().write('a').after(49).write('b')
    const usual = reportOf(history())
    expect(usual.notes.join(' ')).toContain('at least 300 requests a second are carried')
    expect(usual.notes.join(' ')).not.toContain('no gap or recovery time')
    const less = reportOf(history(), 0.2)
    expect(less.notes).toContain('Less than the usual load was offered: this machine carries no more.')
    expect(less.notes).toContain(
      'A write was offered every 48 ms: no gap or recovery time is known more finely.',
    )
    expect(less.tables.find(({ title }) => title === 'Load')?.rows).toEqual(
      expect.arrayContaining([
        ['carried before the story, requests a second', '60; of 150 60 of 150 were not served'],
        ['served in the end', '2 of 2'],
        ['retries', '3; put off by the retry budget 1 times'],
      ]),
    )
  })

  it('shows the machine load in each part of the run, and warns first when it was too busy', () => {
    const { tables, machine, notes } = reportOf(sampleHistory().write('a'), 1, 7)
    expect(tables.find(({ title }) => title === 'Machine')?.rows[2]).toEqual([
      'under the load',
      '1.5 of 2',
      '12 ms',
      '4 %',
      '–',
      '1.1',
      '7 of 20',
    ])
    expect(machine?.during.tooBusy).toBe(7)
    expect(notes.join()).toContain('for a while only 25 % of the load was offered')
    expect(notes[0]).toMatch(/^This machine is too busy: not a measurement of times \(in 7 of 20 samples/)
    expect(reportOf(sampleHistory().write('a')).notes.join()).not.toMatch(/too busy|for a while/)
  })

  it('omits that count without a failover', () => {
    const { tables } = reportOf(sampleHistory().write('a').change('switchover', 'us-west-2'))
    expect(tables.map(({ title }) => title)).not.toContain(TITLE)
  })
})
