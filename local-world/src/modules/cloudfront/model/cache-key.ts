import type { CachePolicy } from './managed-cache-policies.ts'
import { selectCookies, selectQuery } from './selection.ts'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/** The cache key: the path and everything the policy includes. */
export function cacheKey(policy: CachePolicy, path: string, query: string, headers: Headers): string {
  const parts = [path, keyQuery(policy, query)]
  if (policy.headers.mode !== 'none')
    for (const name of [...policy.headers.names].sort()) parts.push(`${name}=${String(headers[name] ?? '')}`)
  parts.push(selectCookies(headers.cookie as string | undefined, policy.cookies) ?? '')
  parts.push(acceptedEncodings(policy, headers) ?? '')
  return parts.join('\n')
}

/** The path that invalidates a cached request, with the part of its query that is in the cache key. */
export function cachedAddress(policy: CachePolicy, path: string, query: string): string {
  const kept = keyQuery(policy, query)
  return kept === '' ? path : `${path}?${kept}`
}

/** With caching disabled the key only caches errors: one per address, query included. */
function keyQuery(policy: CachePolicy, query: string): string {
  return policy.maxTtlSeconds === 0 ? query : selectQuery(query, policy.queryStrings)
}

/** Accept-Encoding as CloudFront normalises it: brotli and gzip, or nothing. */
export function acceptedEncodings(policy: CachePolicy, headers: Headers): string | undefined {
  const asked = String(headers['accept-encoding'] ?? '')
  const accepted = [
    policy.acceptsBrotli && /\bbr\b/.test(asked) && 'br',
    policy.acceptsGzip && /\bgzip\b/.test(asked) && 'gzip',
  ].filter((encoding) => encoding !== false)
  return accepted.length > 0 ? accepted.join(',') : undefined
}
