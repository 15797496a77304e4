export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>

export interface CachedObject {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly body: Buffer
  readonly storedAtMs: number
  readonly freshUntilMs: number
  /** Path, plus the part of the query in the cache key: what an invalidation names. */
  readonly address: string
}

/** Per edge. The site's pages and assets are below two mebibytes; larger ones are rarely requested again. */
const MAX_CACHE_BYTES = 4 * 1_048_576
/** Leaves room for at least one other object. */
export const MAX_OBJECT_BYTES = 2 * 1_048_576
/** Estimate for the objects and maps around each entry. */
const OVERHEAD_BYTES = 1_024

/** One edge's objects with LRU eviction. Stale ones are kept: they can be revalidated, or served when an origin is down. */
export class EdgeCache {
  readonly #objects = new Map<string, CachedObject>()
  #bytes = 0

  /** Size of everything cached, keys and headers included. */
  get bytes(): number {
    return this.#bytes
  }

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
    this.#bytes += sizeOf(key, object)
    for (const oldest of this.#objects.keys()) {
      if (this.#bytes <= MAX_CACHE_BYTES) return
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const found = this.#objects.get(key)
    if (!found) return
    this.#objects.delete(key)
    this.#bytes -= sizeOf(key, found)
  }

  /** Removes the named paths; a trailing `*` matches anything, including a query. */
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

/** Keys and headers count too, because visitors choose how long a query is. */
function sizeOf(key: string, { body, headers, address }: CachedObject): number {
  const told = Object.entries(headers).reduce(
    (sum, [name, value]) => sum + name.length + String(value).length,
    0,
  )
  return key.length + address.length + told + body.length + OVERHEAD_BYTES
}

function isNamed(pattern: string, address: string): boolean {
  return pattern.endsWith('*') ? address.startsWith(pattern.slice(0, -1)) : address === pattern
}
