import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../../test/sample-history.ts'
import type { Report } from '../../report/report.ts'
import { lagFigure, timelineFigure } from './figures.ts'
import { renderJUnit } from './junit.ts'

const history = sampleHistory()
  .write('a')
  .phase('us-east-1 <lost>')
  .change('failover', 'us-west-2')
  .after(400)
  .write('b', { by: 'us-west-2' })
  .failedWrite('k')
  .done()

describe('the timeline', () => {
  it('shows who accepted, what failed and the story, as text that XML can hold', () => {
    const figure = timelineFigure(history)
    expect(figure.match(/<circle /g)).toHaveLength(1)
    expect(figure).toContain('us-east-1 &#60;lost&#62;')
    expect(figure).toContain('failover us-west-2')
    expect(figure).not.toContain('NaN')
  })

  it('of nothing is empty and whole', () => {
    const figure = timelineFigure(sampleHistory().done())
    expect(figure).toMatch(/<\/svg>\n$/)
    expect(figure).not.toContain('NaN')
  })
})

describe('the lag curve', () => {
  it('has a line for each region', () => {
    expect(lagFigure(history).match(/<polyline /g)).toHaveLength(3)
  })
})

describe('JUnit', () => {
  it('has a case for each check, counts failures, and skips what is inconclusive', () => {
    const report: Report = {
      tool: 'region-loss',
      title: 'Loss',
      target: 'local',
      startedAt: '2026-11-21T09:00:00.000Z',
      durationMs: 1_500,
      verdict: 'failed',
      notes: [],
      tables: [],
      checks: [
        { name: 'a', verdict: 'ok', detail: '1 < 2' },
        { name: 'b', verdict: 'failed', detail: '"3"' },
        { name: 'c', verdict: 'inconclusive', detail: 'too busy' },
      ],
      data: {},
    }
    const xml = renderJUnit(report)
    expect(xml).toContain('tests="3" failures="1" skipped="1" time="1.500"')
    expect(xml).toContain('<skipped message="too busy"/>')
    expect(xml).toContain('<failure message="&#34;3&#34;"/>')
    expect(xml).toContain('<system-out>1 &#60; 2</system-out>')
  })
})
