import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DelayLine } from './delay-line.ts'

const bytes = (size: number) => ({ kind: 'bytes', bytes: Buffer.alloc(size) }) as const
const INSTANT = { delayMs: 0, bytesPerMs: Number.POSITIVE_INFINITY }

describe('a delay line', () => {
  it('delivers a packet after the delay and not before', () => {
    const line = new DelayLine()
    line.send({ kind: 'end' }, 100, { ...INSTANT, delayMs: 40 })
    expect(line.take(139)).toBeUndefined()
    expect(line.nextDueMs).toBe(140)
    expect(line.take(140)).toEqual({ kind: 'end' })
  })

  it('queues bytes behind those that are still on the wire', () => {
    const line = new DelayLine()
    const slow = { delayMs: 10, bytesPerMs: 100 }
    line.send(bytes(1_000), 0, slow)
    line.send(bytes(1_000), 0, slow)
    expect(line.take(19)).toBeUndefined()
    expect(line.take(20)).toBeDefined()
    expect(line.nextDueMs).toBe(30)
  })

  it('retransmits after a cut: nothing arrives sooner than one crossing', () => {
    const line = new DelayLine()
    line.send(bytes(1), 0, { ...INSTANT, delayMs: 5 })
    line.resend(1_000, 5)
    expect(line.take(1_004)).toBeUndefined()
    expect(line.take(1_005)).toBeDefined()
  })

  it('keeps order and loses nothing, whatever the jitter', () => {
    const sending = fc.record({ gapMs: fc.nat(20), size: fc.nat(5_000), delayMs: fc.nat(100) })
    fc.assert(
      fc.property(fc.array(sending, { maxLength: 50 }), (sendings) => {
        const line = new DelayLine()
        let nowMs = 0
        const sent = sendings.map(({ gapMs, size, delayMs }) => {
          nowMs += gapMs
          const parcel = bytes(size)
          line.send(parcel, nowMs, { delayMs, bytesPerMs: 1_000 })
          return parcel
        })
        const arrived = []
        for (let parcel = line.take(1e9); parcel; parcel = line.take(1e9)) arrived.push(parcel)
        expect(arrived).toEqual(sent)
        expect(line.bytes).toBe(0)
        expect(line.nextDueMs).toBeUndefined()
      }),
    )
  })

  // INV-NETWORK-9
  it('never delivers a packet before its own delay is over', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 30 }), (delays) => {
        const line = new DelayLine()
        for (const delayMs of delays) line.send({ kind: 'end' }, 0, { ...INSTANT, delayMs })
        const dueMs = delays.map(() => {
          const due = line.nextDueMs ?? -1
          line.take(due)
          return due
        })
        dueMs.forEach((due, index) => {
          expect(due).toBe(Math.max(...delays.slice(0, index + 1)))
        })
      }),
    )
  })
})
