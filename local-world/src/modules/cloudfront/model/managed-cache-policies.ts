import { NOTHING, type Selection } from './selection.ts'

/** What identifies a cached object, and how long it may be cached. */
export interface CachePolicy {
  readonly id: string
  readonly name: string
  readonly minTtlSeconds: number
  readonly defaultTtlSeconds: number
  readonly maxTtlSeconds: number
  readonly headers: Selection
  readonly cookies: Selection
  readonly queryStrings: Selection
  /** Whether the normalised Accept-Encoding is part of the key. */
  readonly acceptsGzip: boolean
  readonly acceptsBrotli: boolean
}

const KEYED_BY_PATH = { headers: NOTHING, cookies: NOTHING, queryStrings: NOTHING }

/** AWS's own cache policies; their ids are the same in every account. */
export const MANAGED_CACHE_POLICIES: readonly CachePolicy[] = [
  {
    id: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    name: 'Managed-CachingOptimized',
    minTtlSeconds: 1,
    defaultTtlSeconds: 86_400,
    maxTtlSeconds: 31_536_000,
    ...KEYED_BY_PATH,
    acceptsGzip: true,
    acceptsBrotli: true,
  },
  {
    id: 'b2884449-e4de-46a7-ac36-70bc7f1ddd6d',
    name: 'Managed-CachingOptimizedForUncompressedObjects',
    minTtlSeconds: 1,
    defaultTtlSeconds: 86_400,
    maxTtlSeconds: 31_536_000,
    ...KEYED_BY_PATH,
    acceptsGzip: false,
    acceptsBrotli: false,
  },
  {
    id: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    name: 'Managed-CachingDisabled',
    minTtlSeconds: 0,
    defaultTtlSeconds: 0,
    maxTtlSeconds: 0,
    ...KEYED_BY_PATH,
    acceptsGzip: false,
    acceptsBrotli: false,
  },
]
