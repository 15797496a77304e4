/** An answer of the API, and when it came. */
interface KnownAnswer<Value> {
  readonly value: Value
  readonly atMs: number
}

/** The newest answer per key, so that pages work while the API is away. Bounded: evicts the least recently used. */
export interface LastKnown<Value> {
  remember(key: string, value: Value): void
  recall(key: string): KnownAnswer<Value> | undefined
  /** Drops what the API reports as gone. */
  forget(key: string): void
}

export interface LastKnownOptions {
  readonly maxAgeMs: number
  readonly maxEntries: number
  readonly now?: () => number
}

export function createLastKnown<Value>(options: LastKnownOptions): LastKnown<Value> {
  const now = options.now ?? Date.now
  const answers = new Map<string, KnownAnswer<Value>>()
  return {
    remember(key, value) {
      answers.delete(key)
      answers.set(key, { value, atMs: now() })
      const [oldest] = answers.keys()
      if (answers.size > options.maxEntries && oldest !== undefined) answers.delete(oldest)
    },
    recall(key) {
      const answer = answers.get(key)
      return answer && now() - answer.atMs <= options.maxAgeMs ? answer : undefined
    },
    forget: (key) => void answers.delete(key),
  }
}
