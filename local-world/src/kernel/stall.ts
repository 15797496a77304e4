import type { Clock } from './clock.ts'
import { processorTimeMs } from './machine-load/index.ts'

/** Ends a wait that makes no progress; disposing it stops watching. */
export interface StallWatch extends Disposable {
  /** Aborts when there has been no progress for the limit. */
  readonly signal: AbortSignal
}

export interface StallOptions {
  /** A patient one, so that a busy machine is not mistaken for a stall. */
  readonly clock: Clock
  readonly limitMs: number
  /** What has been reached so far; any change is progress. */
  readonly reached: () => string | number
  /** Processes whose work also counts as progress. */
  readonly pids?: () => readonly number[]
}

const LOOKS_PER_LIMIT = 20
const MOST_BETWEEN_LOOKS_MS = 1_000
/** A process that only keeps timers uses less than this share of a processor. */
const LEAST_WORKING_SHARE = 0.05

/** Limits the time without progress, not the total time. */
export function watchForStall({ clock, limitMs, reached, pids = () => [] }: StallOptions): StallWatch {
  const controller = new AbortController()
  const everyMs = Math.min(MOST_BETWEEN_LOOKS_MS, limitMs / LOOKS_PER_LIMIT)
  let before = { reached: reached(), workMs: workOf(pids()), atMs: clock.now() }
  let movedAtMs = before.atMs
  let cancel = clock.after(everyMs, look)

  function look(): void {
    const now = { reached: reached(), workMs: workOf(pids()), atMs: clock.now() }
    const hasWorked = now.workMs - before.workMs >= LEAST_WORKING_SHARE * (now.atMs - before.atMs)
    if (now.reached !== before.reached || (now.workMs > 0 && hasWorked)) movedAtMs = now.atMs
    before = now
    if (now.atMs - movedAtMs >= limitMs) controller.abort()
    else cancel = clock.after(everyMs, look)
  }

  return { signal: controller.signal, [Symbol.dispose]: () => cancel() }
}

function workOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + (processorTimeMs(pid) ?? 0), 0)
}
