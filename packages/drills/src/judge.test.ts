import type { Verdict } from '@meridian/operator-tools'
import { describe, expect, it } from 'vitest'
import { sampleHistory } from '../test/sample-history.ts'
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

/** Excuses nothing: so few writes were offered that any resolution is fine enough. */
const CALM = { offered: { writesPerSecond: 1 }, isTooBusy: false }

function failuresOf(
  history: ReturnType<typeof sampleHistory>,
  targets: DrillTargets = TARGETS,
  circumstances = CALM,
  wanted: Verdict = 'failed',
) {
  const read = history.done()
  return judge(read, examine(read), targets, circumstances)
    .filter(({ verdict }) => verdict === wanted)
    .map(({ name, detail }) => `${name}: ${detail}`)
}

const calm = () => sampleHistory().write('a').sweep('a', true)

describe('a verdict', () => {
  it('is ok when every target is met', () => {
    expect(failuresOf(calm())).toEqual([])
  })

  it('fails without a single write, which means that nothing was tested', () => {
    expect(failuresOf(sampleHistory())).toEqual(['writes were acknowledged at all: 0'])
  })

  it('fails when a write was not looked up at the end', () => {
    expect(failuresOf(calm().write('b'))).toEqual([
      'every acknowledged write was asked for at the end: 1 were not',
    ])
  })

  it('names each missed target, and by how much', () => {
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

  it('distinguishes losses from before a phase', () => {
    const { lostWrites: _any, ...targets } = { ...TARGETS, lostOnlySince: 'held' }
    const heldAfter = (ms: number) => {
      const history = sampleHistory().write('a').after(ms).phase('held').write('b')
      return failuresOf(history.sweep('a', false).sweep('b', false), targets)
    }
    expect(heldAfter(300)).toEqual([
      'no write is lost that was acknowledged more than 250 ms before "held": 2 lost, the oldest -301 ms after it',
    ])
    // It was on its way.
    expect(heldAfter(100)).toEqual([])
  })

  it('fails when new writes were sent less often than offered', () => {
    const history = calm().after(29).write('b').after(29).write('c').sweep('b', true).sweep('c', true).done()
    const resolution = (writesPerSecond: number) =>
      judge(history, examine(history), TARGETS, { ...CALM, offered: { writesPerSecond } }).at(-1)
    expect(resolution(105)).toEqual({
      name: 'a write was sent at least every 10 ms, in the median',
      verdict: 'failed',
      detail: 'every 30 ms',
    })
    expect(resolution(33)).toMatchObject({ verdict: 'ok' })
  })

  it('does not count requests to an entry point that the drill had closed as failed', () => {
    const history = calm().failedWrite('k').done()
    const checks = judge(history, examine(history, ['edge']), TARGETS, CALM)
    expect(checks.filter(({ verdict }) => verdict === 'failed')).toEqual([])
  })
})

describe('on a machine that is too busy', () => {
  const BUSY = { ...CALM, isTooBusy: true }
  /** Everything that can go wrong goes wrong. */
  const disaster = () => {
    const history = sampleHistory().write('a').write('a2', { key: 'key-a' }).write('b')
    history.change('failover', 'us-west-2').after(700).write('c', { by: 'us-west-2' })
    history.after(1).write('d')
    for (let refused = 0; refused < 9; refused += 1) history.failedWrite(`k${refused}`)
    return history.read('c', true).read('c', false).sweep('b', false).sweep('c', true)
  }
  const nameOf = (told: string) => told.replace(/: .*/, '')

  it('a broken guarantee fails as on any other', () => {
    const failures = failuresOf(disaster(), TARGETS, BUSY).map(nameOf)
    expect(failures).toEqual([
      'every acknowledged write was asked for at the end',
      'at most 0 acknowledged writes are lost',
      'no write is stored twice',
      'every session sees what it wrote',
      'every session sees what it has read before',
      'no write is accepted by an old writer after the new one began',
      'most requests were served in the end',
    ])
    expect(failuresOf(disaster()).map(nameOf)).toEqual(expect.arrayContaining(failures))
  })

  it('missed time targets, and what depends on them, are inconclusive', () => {
    const open = failuresOf(disaster(), { ...TARGETS, rpoSeconds: 0 }, BUSY, 'inconclusive')
    expect(open.map(nameOf)).toEqual([
      'the recovery point is at most 0 s back',
      'at most 0 writes failed',
      'at most 0 leads were never stored, however often the visitor tried',
      'us-west-2 accepted a write within 300 ms of the failover',
      'no write gap is longer than 500 ms',
    ])
    for (const told of open) expect(told).toContain('this machine is too busy: not a measurement')
  })

  it('a time target that is met is ok', () => {
    expect(failuresOf(calm(), TARGETS, BUSY)).toEqual([])
    expect(failuresOf(calm(), TARGETS, BUSY, 'inconclusive')).toEqual([])
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
