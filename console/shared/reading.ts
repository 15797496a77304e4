/** What one source said last, and whether it still speaks. Times are the backend's, in milliseconds since 1970. */
export interface Reading<Value = unknown> {
  readonly key: string
  /** How often it is read. */
  readonly everyMs: number
  readonly value?: Value
  readonly readAt?: number
  /** Since when it has not answered, and what came instead. */
  readonly failure?: { readonly since: number; readonly message: string }
  /** Why this target has no such source at all. */
  readonly lacks?: string
}

/** One message of the event stream. */
export interface Beat {
  readonly now: number
  /** Only those that have been read since the last message; without `value` when it is what it was. */
  readonly readings: readonly Reading[]
}

/** Readings and beats may come this much later than they should. */
export const GRACE_MS = 4_000
export const BEAT_MS = 1_000

/** Since when a reading is not to be trusted; undefined while it is. */
export function staleSince(reading: Reading, now: number): number | undefined {
  if (reading.failure) return reading.readAt ?? reading.failure.since
  if (reading.readAt === undefined) return undefined
  return now - reading.readAt > reading.everyMs + GRACE_MS ? reading.readAt : undefined
}
