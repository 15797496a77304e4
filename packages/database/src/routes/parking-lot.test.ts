import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ParkingLot } from './parking-lot.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const nothing = () => new Error('no writer')

// INV-DATABASE-7
it('releases writes in order of arrival', async () => {
  const lot = new ParkingLot<string>(10)
  const order: number[] = []
  const waiting = [1, 2, 3].map((number) => lot.wait(1_000, nothing).then(() => order.push(number)))
  lot.release('session')
  await Promise.all(waiting)
  expect(order).toEqual([1, 2, 3])
  expect(lot.size).toBe(0)
  expect(lot.everParked).toBe(3)
})

// INV-DATABASE-7
it('refuses a write at once when the queue is full', async () => {
  const lot = new ParkingLot<string>(1)
  const first = lot.wait(1_000, nothing)
  await expect(lot.wait(1_000, nothing)).rejects.toMatchObject({
    code: 'MERIDIAN_DATABASE_TOO_MANY_PARKED',
    retryAfterSeconds: 2,
  })
  lot.release('session')
  await expect(first).resolves.toBe('session')
})

// INV-DATABASE-7
it('refuses a write with the last error once its budget is spent, and frees its place', async () => {
  const lot = new ParkingLot<string>(1)
  let reason = 'no route'
  const waiting = expect(lot.wait(8_000, () => new Error(reason))).rejects.toThrow('connection refused')
  reason = 'connection refused'
  await vi.advanceTimersByTimeAsync(8_000)
  await waiting
  expect(lot.size).toBe(0)
})

it('refuses every waiting write at shutdown and leaves no timer behind', async () => {
  const lot = new ParkingLot<string>(10)
  const waiting = expect(lot.wait(8_000, nothing)).rejects.toThrow('closing')
  lot.refuse(new Error('closing'))
  await waiting
  expect(vi.getTimerCount()).toBe(0)
})
