import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { MachineLoad } from './machine-load.ts'
import { evidenceOf, watchMachine } from './watch-machine.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const QUIET: MachineLoad = {
  cores: 2,
  loadAverage: [1, 1, 1],
  eventLoopDelayMs: { p50: 0.1, p99: 4 },
  runQueueDelayShare: 0.02,
  pressureSome10: null,
  slowdown: 1.1,
  isTooBusy: false,
}
const BUSY: MachineLoad = { ...QUIET, loadAverage: [9, 5, 2], slowdown: 5, isTooBusy: true }

const probeOf = (read: () => MachineLoad) => ({ read, [Symbol.dispose]() {} })
const samples = (busy: number, quiet: number) => [
  ...Array.from({ length: busy }, () => BUSY),
  ...Array.from({ length: quiet }, () => QUIET),
]

it('a sample belongs to the part of the run in which it was taken', async () => {
  let seen = QUIET
  const watch = watchMachine(
    undefined,
    probeOf(() => seen),
  )
  onTestFinished(() => watch[Symbol.asyncDispose]())
  await vi.advanceTimersByTimeAsync(1_000)
  watch.enter('during')
  expect(watch.isTooBusy()).toBe(false)
  seen = BUSY
  await vi.advanceTimersByTimeAsync(2_000)
  expect(watch.isTooBusy()).toBe(true)
  watch.enter('after')
  expect(watch.isTooBusy()).toBe(false)
  seen = QUIET
  const evidence = await watch.end()
  expect(evidence.before).toMatchObject({ samples: 2, tooBusy: 0, loadAverage: 1 })
  expect(evidence.during).toMatchObject({ samples: 4, tooBusy: 4, loadAverage: 9, slowdown: 5 })
  expect(evidence.after).toMatchObject({ samples: 1, tooBusy: 0 })
  expect(evidence.isTooBusy).toBe(true)
})

it('a delayed world counts as well as a delayed measuring thread', async () => {
  const watch = watchMachine(
    async () => ({ ...BUSY, eventLoopDelayMs: { p50: 0.1, p99: 900 } }),
    probeOf(() => QUIET),
  )
  onTestFinished(() => watch[Symbol.asyncDispose]())
  watch.enter('during')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(watch.latestMs()).toBe(900)
  expect((await watch.end()).during).toMatchObject({ samples: 10, tooBusy: 5 })
})

it('a world that does not report its load is left out', async () => {
  const watch = watchMachine(
    () => Promise.reject(new Error('404')),
    probeOf(() => QUIET),
  )
  onTestFinished(() => watch[Symbol.asyncDispose]())
  expect(await watch.end()).toMatchObject({ before: { samples: 1, pressureSome10: null }, isTooBusy: false })
})

it.each([
  ['one late moment', samples(1, 5), false],
  ['a twentieth of the time', samples(2, 38), false],
  ['a tenth of the time', samples(4, 36), true],
])('%s under the load decides whether the machine was too busy', (_title, during, isTooBusy) => {
  expect(evidenceOf({ before: [], ramp: [], during, after: [] }).isTooBusy).toBe(isTooBusy)
})

it('a machine that was busy only before and after the load does not spoil the measurement', () => {
  const busy = samples(9, 0)
  const evidence = evidenceOf({ before: busy, ramp: busy, during: samples(0, 9), after: busy })
  expect(evidence.isTooBusy).toBe(false)
})
