import type { ServerResponse } from 'node:http'
import type { Behavior } from '../model/distribution.ts'
import type { CachedObject, ResponseHeaders } from '../model/edge-cache.ts'
import type { ViewerRequest } from '../model/origin-request.ts'
import { type CacheResult, viewerHeaders } from '../model/response-headers.ts'
import type { EdgeSite } from './edge-site.ts'
import type { OriginExchange } from './origin-exchange.ts'
import { runViewerResponse, type Viewer } from './viewer-functions.ts'

/** The response to one viewer: applies functions, policies and the edge's own headers. */
export class ViewerAnswer {
  readonly response: ServerResponse
  readonly #site: EdgeSite
  readonly #behavior: Behavior
  readonly #viewer: Viewer

  constructor(site: EdgeSite, behavior: Behavior, viewer: Viewer, response: ServerResponse) {
    this.#site = site
    this.#behavior = behavior
    this.#viewer = viewer
    this.response = response
  }

  /** Sends a response made by the edge or a viewer-request function; viewer-response functions don't see it. */
  sendMade(
    request: ViewerRequest,
    status: number,
    headers: ResponseHeaders,
    body: Buffer,
    result: CacheResult,
  ): void {
    this.#writeHead(status, { ...headers, 'content-length': String(body.length) }, result)
    this.response.end(request.method === 'HEAD' ? undefined : body)
  }

  /** Sends a cached object, or 304 to a viewer that already has it. */
  async sendObject(request: ViewerRequest, object: CachedObject, result: CacheResult): Promise<void> {
    const { status, headers, body, storedAtMs } = object
    const ageSeconds = Math.max(0, Math.floor((this.#site.clock.now() - storedAtMs) / 1_000))
    if (status < 400 && isCurrent(request, headers)) {
      const { etag, 'last-modified': lastModified, 'cache-control': cacheControl } = headers
      const kept = {
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { 'last-modified': lastModified }),
        'cache-control': cacheControl,
      }
      await this.begin(request, 304, kept, result, ageSeconds)
      this.response.end()
      return
    }
    await this.begin(request, status, headers, status >= 400 ? 'Error from cloudfront' : result, ageSeconds)
    this.response.end(request.method === 'HEAD' ? undefined : body)
  }

  /** Sends status and headers, after the viewer-response function if the behaviour has one. */
  async begin(
    request: ViewerRequest,
    status: number,
    headers: ResponseHeaders,
    result: CacheResult,
    ageSeconds?: number,
  ): Promise<void> {
    if (!this.#behavior.functions['viewer-response'])
      return this.#writeHead(status, headers, result, ageSeconds)
    const answer = { status, headers }
    const changed = await runViewerResponse(this.#site, this.#behavior, request, this.#viewer, answer)
    this.#writeHead(changed.status, changed.headers, result, ageSeconds)
  }

  /** Streams the origin's body with the viewer's backpressure. A viewer that has left applies none. */
  pipe(from: OriginExchange, onChunk: (chunk: Buffer) => void, onEnd: (isWhole: boolean) => void): void {
    const { response } = this
    response.on('drain', () => from.resume())
    from.pipe({
      write(chunk) {
        onChunk(chunk)
        return response.write(chunk) || response.destroyed
      },
      end() {
        response.end()
        onEnd(true)
      },
      fail() {
        response.destroy()
        onEnd(false)
      },
    })
  }

  #writeHead(status: number, headers: ResponseHeaders, result: CacheResult, ageSeconds?: number): void {
    const { via, pop } = this.#site
    const mark = { via, pop, requestId: this.#viewer.requestId, result, ageSeconds }
    this.response.writeHead(status, viewerHeaders(headers, this.#behavior.responseHeaders, mark))
  }
}

/** Whether the viewer has the cached object: by its ETag, else by its date (RFC 9110, 13.2.2). */
function isCurrent(
  { headers }: ViewerRequest,
  { etag, 'last-modified': lastModified }: ResponseHeaders,
): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return etag !== undefined && tags.includes(String(etag))
  const sinceMs = Date.parse(headers['if-modified-since'] ?? '')
  return Date.parse(String(lastModified)) <= sinceMs
}
