export interface OpenLoop {
  /** Starts no more turns; resolves when those under way are over. */
  stop(): Promise<void>
  /** Turns that were due. */
  readonly due: number
  /** Turns skipped because too many were under way. */
  readonly skipped: number
}

const TICK_MS = 5
const MS_PER_SECOND = 1_000

/**
 * Takes turns at fixed times, however long each takes: a slow system must not slow down its load. Each turn receives how late
 * it begins, so that time in which this process could not send counts as waiting too. `share` may lower the rate for a while,
 * based on the state of the machine but never on the answers.
 */
export function startOpenLoop(
  perSecond: number,
  mostUnderWay: number,
  offsetMs: number,
  turn: (lateMs: number) => Promise<void>,
  share: () => number = () => 1,
): OpenLoop {
  // Time in the schedule's terms: it runs slower while only a share of the rate is wanted.
  let scheduleMs = -offsetMs
  let lookedMs = performance.now()
  const everyMs = MS_PER_SECOND / perSecond
  const underWay = new Set<Promise<void>>()
  let taken = 0
  let skipped = 0
  const timer = setInterval(() => {
    const nowMs = performance.now()
    scheduleMs += (nowMs - lookedMs) * share()
    lookedMs = nowMs
    for (; taken < Math.floor(scheduleMs / everyMs); taken += 1) {
      if (underWay.size >= mostUnderWay) skipped += 1
      else begin(scheduleMs - (taken + 1) * everyMs)
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
