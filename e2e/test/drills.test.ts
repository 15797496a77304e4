import { join } from 'node:path'
import type { DrillResult } from '@meridian/drills'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { IS_NIGHTLY } from '../src/nightly.ts'
import { runProgramAgain } from '../src/program-again.ts'
import { runDrillApart } from '../src/series/run-drill-apart.ts'

/** A third of the usual load: these tests look for what must never happen, not for how long things take. */
const RATE_FACTOR = 0.3
const DRILLS = [
  'region-loss',
  // The next one tells the same story, but also replaces tasks.
  ...(IS_NIGHTLY ? ['isolated-primary'] : []),
  'isolated-primary-restarts',
  'two-regions-lost',
  'cascade',
]
const DRILL_WITHIN_MS = 240_000

/** What holds in every drill. Times and amounts are judged where they are measured; a busy machine leaves them open. */
const PROMISES = [
  'every acknowledged write was asked for at the end',
  'no write is stored twice',
  'no write comes back after it was given up',
  'every session sees what it wrote',
  'every session sees what it has read before',
  'no write is accepted by an old writer after the new one began',
  'most requests were served in the end',
  'at most 0 leads were never stored, however often the visitor tried',
]

let world: BootedWorld
/** What the world carries, measured by the first drill. */
let capacity: DrillResult['load']['capacity'] | undefined
beforeAll(async () => {
  world = await bootWorld()
})
afterAll(() => world?.[Symbol.asyncDispose]())

/** Each leaves the world ready for the next one: us-east-1 writes, and every member follows. */
describe('drills in one world, one after the other', () => {
  it.each(DRILLS)(
    '%s runs to its end and breaks no promise',
    async (drillName) => {
      const { report, load } = await runDrillApart({
        target: world.target,
        drillName,
        caller: 'sdk',
        seed: 1,
        rateFactor: RATE_FACTOR,
        // The first drill's ramp warms the services.
        warmUpMs: 0,
        resultsFolder: join(world.folders.run, 'results'),
        capacity,
      })
      capacity = load.capacity
      const missed = report.checks.filter(({ verdict }) => verdict === 'failed')
      const words = missed.map(({ name, detail }) => `${name}: ${detail}`).join('\n')
      expect(
        missed.map(({ name }) => name),
        words,
      ).not.toContain('the story ran to its end')
      const verdicts = new Map(report.checks.map(({ name, verdict }) => [name, verdict]))
      for (const promise of PROMISES)
        expect(['ok', 'inconclusive'], `${promise}. Missed:\n${words}`).toContain(verdicts.get(promise))
    },
    DRILL_WITHIN_MS,
  )

  it('leave nothing to change when the program is run again', async () => {
    expect((await runProgramAgain(world)).steps).toEqual([])
  })
})
