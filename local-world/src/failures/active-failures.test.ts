import { expect, it } from 'vitest'
import { createManualClock } from '../kernel/clock.ts'
import type { Heal } from '../kernel/failure.ts'
import { createJournal } from '../kernel/journal.ts'
import { ActiveFailures } from './active-failures.ts'

/** A pump that takes a moment to stop. */
function breakablePump({ heal }: { heal?: Heal } = {}) {
  const clock = createManualClock()
  const journal = createJournal(clock)
  const stopped = Promise.withResolvers<void>()
  const pump = { timesStopped: 0, isRunning: true }
  const kind = {
    kind: 'stop-pump',
    prepare: () => ({
      subject: { pump: 'one' },
      async inject() {
        pump.timesStopped += 1
        pump.isRunning = false
        await stopped.promise
        return async () => {
          await heal?.()
          pump.isRunning = true
        }
      },
    }),
  }
  const failures = new ActiveFailures([kind], { clock, journal })
  const events = () => journal.entries().map(({ event }) => event)
  return { pump, failures, clock, stopped: stopped.resolve, events }
}

it('refuses to inject a failure that is already being injected', async () => {
  const { failures, pump, stopped } = breakablePump()
  const first = failures.inject({ kind: 'stop-pump' })
  const second = failures.inject({ kind: 'stop-pump' })
  stopped()
  await expect(second).rejects.toThrow('under way already')
  await first
  expect(pump.timesStopped).toBe(1)
  expect(failures.list()).toHaveLength(1)
})

it('heals a failure that is still being injected when the world ends', async () => {
  const { failures, pump, stopped } = breakablePump()
  const beginning = failures.inject({ kind: 'stop-pump' })
  const ended = failures[Symbol.asyncDispose]()
  stopped()
  await beginning
  await ended
  expect(pump.isRunning).toBe(true)
  expect(failures.list()).toEqual([])
})

it('keeps a failure listed when its healing fails, and lets it be healed again', async () => {
  let isStuck = true
  const { failures, pump, stopped } = breakablePump({
    heal() {
      if (isStuck) throw new Error('The valve is stuck.')
    },
  })
  stopped()
  const { id } = await failures.inject({ kind: 'stop-pump' })
  await expect(failures.heal(id)).rejects.toThrow('The valve is stuck.')
  expect(failures.list().map((failure) => failure.id)).toEqual([id])
  isStuck = false
  await Promise.all([failures.heal(id), failures.heal(id)])
  expect(pump.isRunning).toBe(true)
  expect(failures.list()).toEqual([])
})

it('journals a failed healing at the end of its duration, and keeps the failure listed', async () => {
  const { failures, stopped, clock, events } = breakablePump({
    heal: () => Promise.reject(new Error('The valve is stuck.')),
  })
  stopped()
  await failures.inject({ kind: 'stop-pump', forMs: 1_000 })
  await clock.advance(1_000)
  await expect.poll(events).toContain('failure not healed')
  expect(failures.list()).toHaveLength(1)
})

it('ends the world when a failure cannot be healed, and heals the others', async () => {
  const { failures, stopped } = breakablePump({
    heal: () => Promise.reject(new Error('The valve is stuck.')),
  })
  stopped()
  await failures.inject({ kind: 'stop-pump' })
  await failures[Symbol.asyncDispose]()
})
