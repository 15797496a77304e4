import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { Session } from './session.ts'
import { SharedConnections } from './shared-connections.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const SILENCE_MS = 900

/** A session whose server says nothing any more; `inFlight` statements await an answer until it is destroyed. */
class SilentSession {
  readonly identity = { instance: 'meridian-use1-1', role: 'writer' } as const
  readonly epoch = 1
  readonly isUsable = true
  readonly openedAtMs = performance.now()
  inFlight: number
  isDestroyed = false
  #ended: (() => void) | undefined
  #onBusy = () => {}
  #sentAtMs = performance.now()

  constructor(inFlight: number) {
    this.inFlight = inFlight
  }

  run(): Promise<never> {
    return new Promise(() => {})
  }

  onBusy(listener: () => void): void {
    this.#onBusy = listener
    if (this.inFlight > 0) listener()
  }

  send(): void {
    this.inFlight += 1
    this.#sentAtMs = performance.now()
    this.#onBusy()
  }

  silentForMs(now: number): number {
    return this.inFlight === 0 ? 0 : now - this.#sentAtMs
  }

  retire(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isDestroyed) resolve()
      this.#ended = resolve
    })
  }

  destroy(): void {
    this.isDestroyed = true
    this.#ended?.()
  }
}

async function openOver(session: SilentSession): Promise<SharedConnections> {
  const connections = new SharedConnections({
    role: 'writer',
    open: async () => session as unknown as Session,
    size: 1,
    silenceMs: SILENCE_MS,
  })
  await connections.acquire()
  return connections
}

it.each([
  ['that owes an answer', 1],
  ['that only says goodbye', 0],
])('ends a session %s and goes silent after it was abandoned', async (_what, inFlight) => {
  const session = new SilentSession(inFlight)
  const connections = await openOver(session)
  onTestFinished(() => connections.close())
  connections.retireWhere(() => true)
  expect(session.isDestroyed).toBe(false)
  await vi.advanceTimersByTimeAsync(SILENCE_MS * 2)
  expect(session.isDestroyed).toBe(true)
})

it('closes although a server never answers', async () => {
  const session = new SilentSession(1)
  const connections = await openOver(session)
  const closed = connections.close()
  await vi.advanceTimersByTimeAsync(SILENCE_MS * 2)
  await closed
  expect(session.isDestroyed).toBe(true)
})

it('sets no timer while no answer is owed, and ends a session that owes one later', async () => {
  const session = new SilentSession(0)
  const connections = await openOver(session)
  onTestFinished(() => connections.close())
  session.send()
  session.inFlight = 0
  await vi.advanceTimersByTimeAsync(SILENCE_MS)
  expect(vi.getTimerCount()).toBe(0)
  session.send()
  await vi.advanceTimersByTimeAsync(SILENCE_MS * 2)
  expect(session.isDestroyed).toBe(true)
})
