import { expect, it } from 'vitest'
import { LagMeter } from './lag-meter.ts'

it('the lag of a follower is the time since the writer was at its position', () => {
  const meter = new LagMeter()
  for (let second = 0; second <= 10; second++) meter.seeWriter('w', BigInt(second * 100), second * 1_000)
  expect(meter.lagMs(1_000n, 10_000)).toBe(0)
  expect(meter.lagMs(980n, 10_000)).toBe(200)
  expect(meter.lagMs(300n, 12_000)).toBe(9_000)
})

it('an idle writer causes no lag', () => {
  const meter = new LagMeter()
  meter.seeWriter('w', 100n, 0)
  meter.seeWriter('w', 100n, 60_000)
  expect(meter.lagMs(100n, 60_000)).toBe(0)
})

it('positions of a new writer are compared with its own history only', () => {
  const meter = new LagMeter()
  expect(meter.lagMs(1n, 0)).toBeUndefined()
  meter.seeWriter('old', 9_000n, 0)
  meter.seeWriter('new', 500n, 1_000)
  expect(meter.lagMs(500n, 1_000)).toBe(0)
})
