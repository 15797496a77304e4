export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface CachedObject {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: Buffer
  readonly storedAtMs: number
  readonly freshUntilMs: number
  /** Path, and the query as far as the key has it: what an invalidation names. */
  readonly address: string
}

const MAX_BYTES = 128 * 1_048_576
export const MAX_OBJECT_BYTES = 16 * 1_048_576
const OVERHEAD_BYTES = 512

/** One edge's objects, the least recently used leaving first. Stale ones stay: they can be revalidated or stand in for a dead origin. */
export class EdgeCache {
  readonly #objects = new Map<string, CachedObject>()
  #bytes = 0

  get(key: string): CachedObject | undefined {
    const found = this.#objects.get(key)
    if (!found) return undefined
    this.#objects.delete(key)
    this.#objects.set(key, found)
    return found
  }

  put(key: string, object: CachedObject): void {
    this.delete(key)
    this.#objects.set(key, object)
    this.#bytes += object.body.length + OVERHEAD_BYTES
    for (const oldest of this.#objects.keys()) {
      if (this.#bytes <= MAX_BYTES) return
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const found = this.#objects.get(key)
    if (!found) return
    this.#objects.delete(key)
    this.#bytes -= found.body.length + OVERHEAD_BYTES
  }

  /** Removes what the paths name; a `*` at a path's end stands for anything, a query included. */
  invalidate(paths: readonly string[]): number {
    let removed = 0
    for (const [key, { address }] of this.#objects) {
      if (!paths.some((pattern) => isNamed(pattern, address))) continue
      this.delete(key)
      removed++
    }
    return removed
  }
}

function isNamed(pattern: string, address: string): boolean {
  return pattern.endsWith('*') ? address.startsWith(pattern.slice(0, -1)) : address === pattern
}
