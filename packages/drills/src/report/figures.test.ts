import type { Report } from '@meridian/operator-tools'
import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
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
  it('shows writers, failures and the story, escaped for XML', () => {
    const figure = timelineFigure(history)
    expect(figure.match(/<circle /g)).toHaveLength(1)
    expect(figure).toContain('us-east-1 &#60;lost&#62;')
    expect(figure).toContain('failover us-west-2')
    expect(figure).not.toContain('NaN')
  })

  it('is well-formed for an empty history', () => {
    const figure = timelineFigure(sampleHistory().done())
    expect(figure).toMatch(/<\/svg>\n$/)
    expect(figure).not.toContain('NaN')
  })
})

describe('the words of a picture', () => {
  /** Narrower than the width used for drawing, so that the estimate cannot fail the test. */
  const LETTER_EM = 0.5

  /** Every text with its bounding box, in the picture's units. */
  function boxesOf(figure: string) {
    return [...figure.matchAll(/<text x="([\d.-]+)" y="([\d.]+)"([^>]*)>([^<]*)</g)].map(
      ([, x, y, attributes = '', words = '']) => {
        const size = Number(/font-size="(\d+)"/.exec(attributes)?.[1] ?? 11)
        const width = words.length * size * LETTER_EM
        const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1]
        const shift = anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0
        return { words, size, y: Number(y), left: Number(x) - shift, right: Number(x) - shift + width }
      },
    )
  }

  const crowded = Array.from({ length: 14 }, (_, n) => n)
    .reduce(
      (so, n) => so.phase(`phase ${n} of a story that has much to say`).after(15),
      sampleHistory().write('a'),
    )
    .change('failover', 'us-west-2')
    .after(600)
    .phase('the last word of the story')
    .done()

  it('stay inside the picture, including those of the last moment', () => {
    for (const figure of [timelineFigure(crowded), lagFigure(crowded)]) {
      const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(figure) ?? []
      for (const box of boxesOf(figure)) {
        expect(box.left, box.words).toBeGreaterThanOrEqual(0)
        expect(box.right, box.words).toBeLessThanOrEqual(Number(width))
        expect(box.y, box.words).toBeLessThan(Number(height))
      }
    }
  })

  it('do not overlap, however close their moments are', () => {
    const boxes = boxesOf(timelineFigure(crowded)).filter(({ size }) => size === 9)
    expect(boxes.length).toBeGreaterThan(14)
    const pairs = boxes.flatMap((one, index) => boxes.slice(index + 1).map((other) => [one, other] as const))
    const overlapping = pairs.filter(
      ([one, other]) => Math.abs(one.y - other.y) < 9 && one.left < other.right && other.left < one.right,
    )
    expect(overlapping.map(([one, other]) => `${one.words} / ${other.words}`)).toEqual([])
  })
})

describe('the lag curve', () => {
  it('has a line for each region', () => {
    expect(lagFigure(history).match(/<polyline /g)).toHaveLength(3)
  })
})

describe('JUnit', () => {
  it('has a case for each check, counts failures, and skips inconclusive checks', () => {
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
