/** The latest value of a source, and whether it still answers. Times are the backend's, in milliseconds since 1970. */
export interface Reading<Value = unknown> {
  readonly key: string
  /** Polling interval. */
  readonly everyMs: number
  readonly value?: Value
  readonly readAt?: number
  /** Since when it has failed, and the error. */
  readonly failure?: { readonly since: number; readonly message: string }
  /** Why this target does not have this source. */
  readonly lacks?: string
}

/** One message of the event stream. */
export interface Beat {
  readonly now: number
  /** Only those read since the last message; without `value` if it has not changed. */
  readonly readings: readonly Reading[]
}

/** How late readings and beats may be. */
export const GRACE_MS = 4_000
export const BEAT_MS = 1_000

/** Since when a reading is stale; undefined if it is current. */
export function staleSince(reading: Reading, now: number): number | undefined {
  if (reading.failure) return reading.readAt ?? reading.failure.since
  if (reading.readAt === undefined) return undefined
  return now - reading.readAt > reading.everyMs + GRACE_MS ? reading.readAt : undefined
}
