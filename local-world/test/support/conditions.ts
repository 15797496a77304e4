/** A guard against what hangs, not a measure. */
const DEADLINE_MS = 60_000

/** Waits for a condition; the error names what was awaited and what was last seen. */
export async function eventually<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  isIt: (value: Value) => boolean = Boolean,
): Promise<Value> {
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const seen = await look()
    if (isIt(seen)) return seen
    if (performance.now() > deadline) {
      throw new Error(`Waited ${DEADLINE_MS} ms for ${what}; last seen: ${JSON.stringify(seen)}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Measures until a trip is shorter than a bound and returns it: a busy machine makes a trip longer, never shorter. */
export function tripBelow(boundMs: number, measure: () => Promise<number>): Promise<number> {
  return eventually(`a trip of less than ${boundMs} ms`, measure, (tookMs) => tookMs < boundMs)
}
