import type { CachePolicy } from './managed-cache-policies.ts'

/** AWS's default ErrorCachingMinTTL. */
export const DEFAULT_ERROR_TTL_SECONDS = 10

const CACHEABLE_STATUSES: ReadonlySet<number> = new Set([200, 203, 204, 300, 301, 302, 307, 308])
/** Always, and only with `max-age` or `s-maxage`. Developer guide, "HTTP 4xx and 5xx status codes that CloudFront caches". */
const CACHED_ERRORS: ReadonlySet<number> = new Set([404, 414, 500, 501, 502, 503, 504])
/** Others ignore `no-store`, `no-cache` and `private`. Developer guide, "Control how long CloudFront caches errors". */
const FORBIDDEN_BY_ORIGIN: ReadonlySet<number> = new Set([404, 410, 414, 501])
const ERRORS_CACHED_WHEN_TOLD: ReadonlySet<number> = new Set([400, 403, 405, 412, 415])

type Headers = Readonly<Record<string, string | string[] | undefined>>

interface CacheControl {
  readonly forbids: boolean
  readonly maxAgeSeconds: number | undefined
  /** In Cache-Control itself, not from Expires. */
  readonly hasMaxAge: boolean
}

/** How long a response may be cached, in seconds; 0 for not at all. */
export function lifetimeSeconds(
  policy: CachePolicy,
  status: number,
  headers: Headers,
  errorMinTtlSeconds: number,
  nowMs: number,
): number {
  const control = readCacheControl(headers, nowMs)
  if (status >= 400) return errorLifetime(policy, status, control, errorMinTtlSeconds)
  if (!CACHEABLE_STATUSES.has(status) || policy.maxTtlSeconds === 0) return 0
  if (control.forbids) return policy.minTtlSeconds
  const wanted = control.maxAgeSeconds ?? policy.defaultTtlSeconds
  return Math.min(Math.max(wanted, policy.minTtlSeconds), policy.maxTtlSeconds)
}

/** Errors are cached for ErrorCachingMinTTL, or longer if the origin's headers allow it; CachingDisabled caches nothing. */
function errorLifetime(
  { maxTtlSeconds }: CachePolicy,
  status: number,
  control: CacheControl,
  errorMinTtlSeconds: number,
): number {
  if (maxTtlSeconds === 0) return 0
  if (control.forbids && FORBIDDEN_BY_ORIGIN.has(status)) return 0
  const isCached = CACHED_ERRORS.has(status) || (ERRORS_CACHED_WHEN_TOLD.has(status) && control.hasMaxAge)
  if (!isCached) return 0
  const told = control.forbids ? 0 : (control.maxAgeSeconds ?? 0)
  return Math.max(errorMinTtlSeconds, Math.min(told, maxTtlSeconds))
}

function readCacheControl(headers: Headers, nowMs: number): CacheControl {
  const text = String(headers['cache-control'] ?? '').toLowerCase()
  const seconds = (directive: string) => {
    const match = new RegExp(`(?:^|[\\s,])${directive}="?(\\d+)`).exec(text)
    return match ? Number(match[1]) : undefined
  }
  const told = seconds('s-maxage') ?? seconds('max-age')
  return {
    hasMaxAge: told !== undefined,
    forbids: /(?:^|[\s,])(?:no-store|no-cache|private)\b/.test(text),
    maxAgeSeconds: told ?? secondsUntil(headers.expires, nowMs),
  }
}

function secondsUntil(expires: string | string[] | undefined, nowMs: number): number | undefined {
  if (typeof expires !== 'string') return undefined
  const atMs = Date.parse(expires)
  return Number.isNaN(atMs) ? 0 : Math.max(0, Math.floor((atMs - nowMs) / 1_000))
}
