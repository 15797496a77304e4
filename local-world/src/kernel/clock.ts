/** The only source of time in the world; models receive times, engines receive the clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs once after a delay; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Resolves after a delay, or at once when the signal aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
  /** How long a delay on this clock currently takes in real time; for limits that a library measures itself. */
  stretched(delayMs: number): number
}

/** Builds `sleep` on a clock's `after`. */
export function sleepOn(after: Clock['after']): Clock['sleep'] {
  return (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const finish = () => {
        cancel()
        signal?.removeEventListener('abort', finish)
        resolve()
      }
      const cancel = after(delayMs, finish)
      signal?.addEventListener('abort', finish, { once: true })
    })
}

const asItIs = (delayMs: number): number => delayMs

export function createRealClock(): Clock {
  const after: Clock['after'] = (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  }
  return { now: Date.now, after, sleep: sleepOn(after), stretched: asItIs }
}

export interface ManualClock extends Clock {
  /** Advances the time and runs what falls due, in order, letting promises settle in between. */
  advance(milliseconds: number): Promise<void>
}

/** A clock that only moves when a test advances it. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let nowMs = startMs
  let nextId = 0
  const waiting = new Map<number, { dueMs: number; run: () => void }>()
  const after: Clock['after'] = (delayMs, run) => {
    const id = nextId++
    waiting.set(id, { dueMs: nowMs + delayMs, run })
    return () => waiting.delete(id)
  }
  return {
    now: () => nowMs,
    after,
    sleep: sleepOn(after),
    stretched: asItIs,
    async advance(milliseconds) {
      const untilMs = nowMs + milliseconds
      for (;;) {
        const [due] = [...waiting]
          .filter(([, entry]) => entry.dueMs <= untilMs)
          .sort((a, b) => a[1].dueMs - b[1].dueMs)
        if (!due) break
        const [id, entry] = due
        waiting.delete(id)
        nowMs = Math.max(nowMs, entry.dueMs)
        entry.run()
        await new Promise((resolve) => setImmediate(resolve))
      }
      nowMs = untilMs
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
