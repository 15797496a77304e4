/** Room for work: as much as is finished in the time that it may wait. */
export interface ConcurrencyLimit {
  /** Takes a place; false when there is none, and then nothing is to be given back. */
  enter(): boolean
  /** Gives a place back: its work is finished. */
  leave(): void
  readonly inHand: number
}

export interface ConcurrencyLimitOptions {
  /** Places that there always are: a process that has nothing to do knows nothing of what it could. */
  readonly floor: number
  /** For so long may work wait in the queue of this process, whatever it waits for there. */
  readonly withinMs: number
}

const WINDOW_MS = 500

/**
 * Bounds the work in hand by what was measured: no more than was lately finished in `withinMs` (Little's law). What would wait
 * longer is refused at once, which costs next to nothing, instead of late, when the client may have gone.
 *
 * A slow machine alone refuses nobody: its queue stays short as long as it keeps up with what arrives.
 */
export function createConcurrencyLimit(
  { floor, withinMs }: ConcurrencyLimitOptions,
  now: () => number = () => performance.now(),
): ConcurrencyLimit {
  let inHand = 0
  let places = floor
  let finished = 0
  let windowBeganMs = now()

  return {
    enter() {
      if (inHand >= places) return false
      inHand += 1
      return true
    },
    leave() {
      inHand -= 1
      finished += 1
      const elapsedMs = now() - windowBeganMs
      if (elapsedMs < WINDOW_MS) return
      places = Math.max(floor, Math.floor((finished / elapsedMs) * withinMs))
      finished = 0
      windowBeganMs += elapsedMs
    },
    get inHand() {
      return inHand
    },
  }
}
