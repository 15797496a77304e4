export interface OpenLoop {
  /** Starts no further turn; resolves when those under way are over. */
  stop(): Promise<void>
  /** Turns that were due while too many were under way. */
  readonly skipped: number
}

const TICK_MS = 5
const MS_PER_SECOND = 1_000

/** Takes turns at a steady rate, however long each of them takes: a slow system must not slow down its load. */
export function startOpenLoop(
  perSecond: number,
  mostUnderWay: number,
  offsetMs: number,
  turn: () => Promise<void>,
): OpenLoop {
  const startedMs = performance.now() + offsetMs
  const underWay = new Set<Promise<void>>()
  let taken = 0
  let skipped = 0
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedMs) * perSecond) / MS_PER_SECOND)
    for (; taken < due; taken += 1) {
      if (underWay.size >= mostUnderWay) skipped += 1
      else begin()
    }
  }, TICK_MS)

  function begin() {
    const running: Promise<void> = turn().finally(() => underWay.delete(running))
    underWay.add(running)
  }

  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
    get skipped() {
      return skipped
    },
  }
}
