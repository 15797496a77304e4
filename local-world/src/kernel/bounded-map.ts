/** A map with a maximum size: a new entry evicts the oldest. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #most: number
  readonly #onLeave: (value: Value) => void

  constructor(most: number, onLeave: (value: Value) => void = () => {}) {
    super()
    this.#most = most
    this.#onLeave = onLeave
  }

  override set(key: Key, value: Value): this {
    super.set(key, value)
    for (const [oldest, left] of this) {
      if (this.size <= this.#most) break
      this.delete(oldest)
      this.#onLeave(left)
    }
    return this
  }
}
