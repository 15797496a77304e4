/** Limits concurrent work to what finishes within the permitted wait. */
export interface ConcurrencyLimit {
  /** Takes a place; false if there is none, and then `leave` must not be called. */
  enter(): boolean
  /** Gives the place back when its work has finished. */
  leave(): void
  readonly inHand: number
}

export interface ConcurrencyLimitOptions {
  /** The least number of places: an idle process has no measurement of what it could do. */
  readonly floor: number
  /** How long work may wait in the queue of this process, for whatever reason. */
  readonly withinMs: number
}

const WINDOW_MS = 500

/**
 * Limits the work in hand by measurement: no more than recently finished in `withinMs` (Little's law). What would wait longer is
 * refused at once, which costs almost nothing, rather than late, when the client may have gone.
 *
 * A slow machine alone causes no refusals: its queue stays short as long as it keeps up with what arrives.
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
