import type { ResponseHeaders } from './edge-cache.ts'
import type { ResponseHeadersPolicy } from './managed-response-headers-policies.ts'

export type CacheResult =
  | 'Hit from cloudfront'
  | 'Miss from cloudfront'
  | 'RefreshHit from cloudfront'
  | 'Error from cloudfront'
  | 'Redirect from cloudfront'
  | 'FunctionGeneratedResponse from cloudfront'
  | 'CapacityExceeded from cloudfront'

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** An origin's end-to-end headers, which may be cached. */
export function endToEndHeaders(headers: ResponseHeaders): ResponseHeaders {
  const kept: Record<string, string | string[] | undefined> = {}
  for (const name in headers) if (!HOP_BY_HOP.has(name)) kept[name] = headers[name]
  return kept
}

export interface EdgeMark {
  readonly via: string
  readonly pop: string
  readonly requestId: string
  readonly result: CacheResult
  readonly ageSeconds: number | undefined
}

/** Response headers for viewers: the origin's, the policy's and the edge's own. */
export function viewerHeaders(
  headers: ResponseHeaders,
  policy: ResponseHeadersPolicy | undefined,
  mark: EdgeMark,
): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) result[name] = value
  for (const { name, value, isOverride } of policy?.headers ?? [])
    if (isOverride || result[name] === undefined) result[name] = value
  result['x-cache'] = mark.result
  result.via = result.via ? `${String(result.via)}, ${mark.via}` : mark.via
  result['x-amz-cf-pop'] = mark.pop
  result['x-amz-cf-id'] = mark.requestId
  if (mark.ageSeconds !== undefined) result.age = String(mark.ageSeconds)
  return result
}
