import { expect, it } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { until } from '../../src/modules/rds/engine/role-change/until.ts'

const { signal } = new AbortController()

it('a role change is not cancelled while the machine is stalled, however long a server takes', async () => {
  const clock = createManualClock()
  const limits = { clock, withinMs: 1, signal }
  let looks = 0
  const caughtUp = await until(
    'the target to catch up',
    async () => (++looks > 50 ? 'yes' : undefined),
    limits,
  )
  expect(caughtUp).toBe('yes')
})

it('a role change is cancelled when a server exceeds its time limit', async () => {
  const clock = createManualClock()
  const look = async () => void (await clock.advance(2_000))
  await expect(until('the target to catch up', look, { clock, withinMs: 3_000, signal })).rejects.toThrow(
    'Waited 3000 ms for the target to catch up',
  )
})
