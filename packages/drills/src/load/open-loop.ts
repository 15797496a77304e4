export interface OpenLoop {
  /** Starts no further turn; resolves when those under way are over. */
  stop(): Promise<void>
  /** Turns that were due. */
  readonly due: number
  /** Turns that were due while too many were under way. */
  readonly skipped: number
}

const TICK_MS = 5
const MS_PER_SECOND = 1_000

/**
 * Takes turns at fixed times, however long each of them takes: a slow system must not slow down its load. A turn is told how
 * late it begins, so that the time in which this process could not send counts as waiting too.
 */
export function startOpenLoop(
  perSecond: number,
  mostUnderWay: number,
  offsetMs: number,
  turn: (lateMs: number) => Promise<void>,
): OpenLoop {
  const startedMs = performance.now() + offsetMs
  const everyMs = MS_PER_SECOND / perSecond
  const underWay = new Set<Promise<void>>()
  let taken = 0
  let skipped = 0
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedMs
    for (; taken < Math.floor(elapsedMs / everyMs); taken += 1) {
      if (underWay.size >= mostUnderWay) skipped += 1
      else begin(elapsedMs - (taken + 1) * everyMs)
    }
  }, TICK_MS)

  function begin(lateMs: number) {
    const running: Promise<void> = turn(lateMs).finally(() => underWay.delete(running))
    underWay.add(running)
  }

  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
    },
    get due() {
      return taken
    },
    get skipped() {
      return skipped
    },
  }
}
