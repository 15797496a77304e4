import { HOP_BY_HOP } from '../../../kernel/hop-by-hop.ts'
import { acceptedEncodings } from './cache-key.ts'
import type { Behavior, Origin } from './distribution.ts'
import { NOTHING, selectCookies, selectQuery, selects } from './selection.ts'

/** A viewer's request as the edge handles it; header names in lower case. */
export interface ViewerRequest {
  readonly method: string
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly hasBody: boolean
}

/** What the edge knows about itself and the viewer. */
export interface EdgeFacts {
  readonly viewerAddress: string
  readonly requestId: string
  /** `1.1 <id>.cloudfront.net (CloudFront)` */
  readonly via: string
  /** CloudFront-* headers by name. */
  readonly edgeHeaders: Readonly<Record<string, string>>
}

/** Never forwarded: hop-by-hop headers, and headers that CloudFront removes or sets. */
const REMOVED: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'expect', 'x-forwarded-proto', 'x-real-ip'])
const BODY_HEADERS = ['content-length', 'content-type']
/** The edge answers these from its cache; they are forwarded only where caching is off. */
const CONDITIONS: ReadonlySet<string> = new Set(['if-none-match', 'if-modified-since', 'if-range', 'range'])

/** Path and query of the request to the origin. */
export function originPath(origin: Origin, behavior: Behavior, request: ViewerRequest): string {
  const query = selectQuery(
    request.query,
    behavior.cache.queryStrings,
    behavior.originRequest?.queryStrings ?? NOTHING,
  )
  return `${origin.path}${request.path}${query === '' ? '' : `?${query}`}`
}

/** Origin request headers: those of the cache policy and origin request policy, and CloudFront's own. */
export function originHeaders(
  origin: Origin,
  behavior: Behavior,
  request: ViewerRequest,
  facts: EdgeFacts,
): Record<string, string> {
  const { cache, originRequest } = behavior
  const headers: Record<string, string> = { host: origin.domainName, 'user-agent': 'Amazon CloudFront' }
  const isCaching = cache.maxTtlSeconds > 0
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name === 'cookie' || !isPassedOn(name, isCaching)) continue
    const isNamed = selects(cache.headers, name) || (originRequest && selects(originRequest.headers, name))
    if (isNamed || (request.hasBody && BODY_HEADERS.includes(name))) headers[name] = value
  }
  const cookies = selectCookies(request.headers.cookie, cache.cookies, originRequest?.cookies ?? NOTHING)
  if (cookies !== undefined) headers.cookie = cookies
  if (isCaching) setEncodings(headers, acceptedEncodings(cache, request.headers))
  for (const name of originRequest?.edgeHeaders ?? []) {
    const value = facts.edgeHeaders[name]
    if (value !== undefined) headers[name] = value
  }
  const forwarded = request.headers['x-forwarded-for']
  headers['x-forwarded-for'] = forwarded ? `${forwarded}, ${facts.viewerAddress}` : facts.viewerAddress
  const via = request.headers.via
  headers.via = via ? `${via}, ${facts.via}` : facts.via
  headers['x-amz-cf-id'] = facts.requestId
  return Object.assign(headers, origin.customHeaders)
}

function isPassedOn(name: string, isCaching: boolean): boolean {
  if (REMOVED.has(name) || name.startsWith('x-amz-cf-') || name.startsWith('x-edge-')) return false
  return !(isCaching && CONDITIONS.has(name))
}

function setEncodings(headers: Record<string, string>, accepted: string | undefined): void {
  if (accepted === undefined) delete headers['accept-encoding']
  else headers['accept-encoding'] = accepted
}
