import type { Clock } from './clock.ts'
import { processorTimeMs } from './machine-load/index.ts'

/** Ends a wait for something that stands still; disposing it ends the watching. */
export interface StallWatch extends Disposable {
  /** Aborts when nothing has moved for the limit. */
  readonly signal: AbortSignal
}

export interface StallOptions {
  /** A patient one, so that a machine that is busy with something else is not taken for a standstill. */
  readonly clock: Clock
  readonly limitMs: number
  /** What has been reached so far; any other value than before is progress. */
  readonly reached: () => string | number
  /** Processes whose work is progress too. */
  readonly pids?: () => readonly number[]
}

const LOOKS_PER_LIMIT = 20
const MOST_BETWEEN_LOOKS_MS = 1_000
/** What a process that only keeps timers needs is less than this share of a processor. */
const LEAST_WORKING_SHARE = 0.05

/** What gets somewhere may take as long as it takes: only standing still has a limit. */
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
