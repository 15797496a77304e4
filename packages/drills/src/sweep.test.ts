import { manualPacing } from '@meridian/operator-tools/testing'
import { describe, expect, it } from 'vitest'
import { createRecorder } from './history/recorder.ts'
import type { Ways } from './load/ways.ts'
import { sweepWrites } from './sweep.ts'

const SECOND = 1_000

/** Sweeps these rows with a clock that advances only while the sweep waits; `statusOf` answers for each look at a row. */
async function sweep(ids: readonly string[], statusOf: (id: string, look: number) => number | undefined) {
  const looks = new Map<string, number>()
  const pacing = manualPacing()
  const startedMs = pacing.now()
  const send = async ({ path }: { readonly path: string }) => {
    const id = path.split('/').at(-1) ?? ''
    const look = looks.get(id) ?? 0
    looks.set(id, look + 1)
    const status = statusOf(id, look)
    if (status === undefined) throw new Error('no answer')
    return { status }
  }
  const recorder = createRecorder(() => 0)
  const ways = { to: () => ({ send }) } as unknown as Ways
  await sweepWrites({ recorder, ways, region: 'us-west-2', ids, sweep: 1, pacing })
  const ends = recorder.events().filter(({ type }) => type !== 'invoke')
  return { ends: new Map(ends.map((end) => [end.id, end])), tookMs: pacing.now() - startedMs }
}

describe('sweepWrites', () => {
  it('takes no longer for five hundred lost rows than for one', async () => {
    const lost = Array.from({ length: 500 }, (_, index) => `lost-${index}`)
    const { ends, tookMs } = await sweep([...lost, 'stored'], (id) => (id === 'stored' ? 200 : 404))
    expect(ends.get('stored')).toMatchObject({ type: 'ok', isFound: true })
    expect(lost.every((id) => ends.get(id)?.type === 'ok' && ends.get(id)?.isFound === false)).toBe(true)
    expect(tookMs).toBeLessThan(6 * SECOND)
  })

  it('finds a row that reaches its reader a second later', async () => {
    const { ends } = await sweep(['late'], (_id, look) => (look < 10 ? 404 : 200))
    expect(ends.get('late')).toMatchObject({ type: 'ok', isFound: true })
  })

  it('leaves a row undecided when no server answers for half a minute', async () => {
    const { ends, tookMs } = await sweep(['silent'], () => undefined)
    expect(ends.get('silent')).toMatchObject({ type: 'info' })
    expect(tookMs).toBeGreaterThan(30 * SECOND)
  })
})
