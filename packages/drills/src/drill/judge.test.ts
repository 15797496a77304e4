import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../../test/sample-history.ts'
import type { DrillTargets } from './drill.ts'
import { examine, judge } from './judge.ts'
import { DRILLS } from './stories/index.ts'

const TARGETS: DrillTargets = {
  lostWrites: 0,
  rtoMs: 300,
  rpoSeconds: 1,
  failedWrites: 0,
  failedReads: 0,
  unstoredWrites: 0,
  longestWriteGapMs: 500,
}

function failuresOf(history: ReturnType<typeof sampleHistory>, targets: DrillTargets = TARGETS) {
  const read = history.done()
  return judge(read, examine(read), targets)
    .filter(({ verdict }) => verdict === 'failed')
    .map(({ name, detail }) => `${name}: ${detail}`)
}

const calm = () => sampleHistory().write('a').sweep('a', true)

describe('a verdict', () => {
  it('is ok when every target is met', () => {
    expect(failuresOf(calm())).toEqual([])
  })

  it('fails without a single write: nothing was tried', () => {
    expect(failuresOf(sampleHistory())).toEqual(['writes were acknowledged at all: 0'])
  })

  it('fails when a write was not asked for at the end', () => {
    expect(failuresOf(calm().write('b'))).toEqual([
      'every acknowledged write was asked for at the end: 1 were not',
    ])
  })

  it('names what misses a target, and by how much', () => {
    const history = calm()
      .write('b')
      .change('failover', 'us-west-2')
      .after(700)
      .write('c', { by: 'us-west-2' })
      .failedWrite('k')
      .sweep('b', false)
      .sweep('c', true)
    expect(failuresOf(history)).toEqual([
      'at most 0 acknowledged writes are lost: 1 of 3',
      'at most 0 writes failed: 1 of 4, 1 × 503 via edge',
      'at most 0 leads were never stored, however often the visitor tried: 1: k',
      'us-west-2 accepted a write within 300 ms of the failover: 702 ms',
      expect.stringMatching(/^no write gap is longer than 500 ms: 702 ms/),
    ])
  })

  it('tells losses from before a phase', () => {
    const history = sampleHistory().write('a').phase('held').write('b').sweep('a', false).sweep('b', false)
    const { lostWrites: _any, ...targets } = { ...TARGETS, lostOnlySince: 'held' }
    expect(failuresOf(history, targets)).toEqual([
      'no write is lost that was acknowledged before "held": 2 lost, the oldest -1 ms after it',
    ])
  })

  it('fails when writes were sent too seldom to see a short gap, unless less load was asked for', () => {
    const history = calm().after(29).write('b').after(29).write('c').sweep('b', true).sweep('c', true).done()
    const resolutions = (rateFactor?: number) =>
      judge(history, examine(history), TARGETS, rateFactor).filter(({ name }) => name.includes('every 10 ms'))
    expect(resolutions()).toMatchObject([{ verdict: 'failed', detail: 'every 30 ms' }])
    expect(resolutions(0.3)).toEqual([])
  })

  it('does not count as failed what entered where the drill had closed the door', () => {
    const history = calm().failedWrite('k').done()
    const checks = judge(history, examine(history, ['edge']), TARGETS)
    expect(checks.filter(({ verdict }) => verdict === 'failed')).toEqual([])
  })
})

describe('the drills', () => {
  it('are at least ten, each with its own name, story and targets', () => {
    expect(DRILLS.length).toBeGreaterThanOrEqual(10)
    expect(new Set(DRILLS.map(({ name }) => name)).size).toBe(DRILLS.length)
    for (const { name, story, targets } of DRILLS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(story.length).toBeGreaterThan(0)
      expect(targets.unstoredWrites).toBe(0)
      expect(targets.lostWrites !== undefined || targets.lostOnlySince !== undefined).toBe(true)
    }
  })
})
