/** Something the API said, and when. */
interface KnownAnswer<Value> {
  readonly value: Value
  readonly atMs: number
}

/** The newest answer by key, so that a page can be made while the API is away. Bounded: the oldest use goes first. */
export interface LastKnown<Value> {
  remember(key: string, value: Value): void
  recall(key: string): KnownAnswer<Value> | undefined
  /** Forgets what the API says is gone. */
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
