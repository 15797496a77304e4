// One viewer's request through an edge: behaviour, function, cache, origins, answer. The order is CloudFront's.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { cacheKey } from '../model/cache-key.ts'
import { type Behavior, behaviorFor, type Scheme } from '../model/distribution.ts'
import { type CachedObject, MAX_OBJECT_BYTES, type ResponseHeaders } from '../model/edge-cache.ts'
import { DEFAULT_ERROR_TTL_SECONDS, lifetimeSeconds } from '../model/freshness.ts'
import { bodyOf, responseHeadersOf } from '../model/function-event.ts'
import { chooseOrigins, type OriginChoice, statusOf } from '../model/origin-failover.ts'
import type { ViewerRequest } from '../model/origin-request.ts'
import { type CacheResult, endToEndHeaders, viewerHeaders } from '../model/response-headers.ts'
import type { EdgeSite } from './edge-site.ts'
import { errorPage } from './error-page.ts'
import { fetchFromOrigins, type OriginFetch } from './fetch-origin.ts'
import { OriginFailure } from './origin-client.ts'
import type { OriginExchange } from './origin-exchange.ts'
import { FunctionFault, runViewerRequest, runViewerResponse } from './viewer-functions.ts'

/** Bodies up to this size are read first, so that a failed connection may be tried again. */
const KEPT_BODY_BYTES = 65_536

export class ViewerExchange {
  readonly #site: EdgeSite
  readonly #incoming: IncomingMessage
  readonly #response: ServerResponse
  readonly #scheme: Scheme
  readonly #requestId: string
  readonly #viewerAddress: string
  #request: ViewerRequest
  readonly #behavior: Behavior
  #outgoing: OriginExchange | undefined
  #isKeeping = false

  constructor(site: EdgeSite, incoming: IncomingMessage, response: ServerResponse, scheme: Scheme) {
    this.#site = site
    this.#incoming = incoming
    this.#response = response
    this.#scheme = scheme
    this.#requestId = site.newRequestId()
    this.#viewerAddress = site.viewerOf(incoming.socket.remotePort)
    this.#request = readRequest(incoming, site.distribution.defaultRootObject)
    this.#behavior = behaviorFor(site.distribution, this.#request.path)
  }

  get #who() {
    return { requestId: this.#requestId, viewerAddress: this.#viewerAddress }
  }

  async run(): Promise<void> {
    this.#response.once('close', () => {
      if (!this.#response.writableFinished && !this.#isKeeping) this.#outgoing?.abort()
    })
    try {
      if (this.#refuse()) return
      const outcome = await runViewerRequest(this.#site, this.#behavior, this.#request, this.#who)
      if (outcome.kind === 'response') {
        const { response } = outcome
        return this.#answer(
          response.statusCode,
          responseHeadersOf(response),
          bodyOf(response),
          'FunctionGeneratedResponse from cloudfront',
        )
      }
      this.#request = outcome.request
      await this.#serve(outcome.choice)
    } catch (error) {
      this.#site.noteFault(error)
      this.#outgoing?.abort()
      if (this.#response.headersSent) this.#response.destroy()
      else this.#generate(error instanceof FunctionFault ? 503 : 502)
    }
  }

  /** What the behaviour does not allow never reaches a function or an origin. */
  #refuse(): boolean {
    const { viewerProtocolPolicy, allowedMethods } = this.#behavior
    const isPlain = this.#scheme === 'http' && viewerProtocolPolicy !== 'allow-all'
    if (isPlain && viewerProtocolPolicy === 'redirect-to-https') {
      const location = `https://${this.#incoming.headers.host ?? this.#site.distribution.domainName}${this.#incoming.url}`
      this.#answer(301, { location, server: 'CloudFront' }, Buffer.alloc(0), 'Redirect from cloudfront')
      return true
    }
    if (!isPlain && allowedMethods.has(this.#request.method)) return false
    this.#generate(403)
    return true
  }

  async #serve(choice: OriginChoice): Promise<void> {
    const { method, path, query, headers } = this.#request
    if (method !== 'GET' && method !== 'HEAD') return this.#forward(choice)
    const key = cacheKey(this.#behavior.cache, path, query, headers)
    const fresh = this.#freshObject(key)
    if (fresh) return this.#serveObject(fresh, 'Hit from cloudfront')
    const underWay = this.#site.inFlight.get(key)
    if (underWay) {
      await underWay
      const kept = this.#freshObject(key)
      if (kept) return this.#serveObject(kept, 'Hit from cloudfront')
    }
    if (method === 'HEAD' || this.#behavior.cache.maxTtlSeconds === 0) return this.#forward(choice, key)
    const { promise, resolve } = Promise.withResolvers<void>()
    if (!this.#site.inFlight.has(key)) this.#site.inFlight.set(key, promise)
    try {
      await this.#forward(choice, key, resolve)
    } finally {
      if (!this.#isKeeping) resolve()
      void promise.then(() => {
        if (this.#site.inFlight.get(key) === promise) this.#site.inFlight.delete(key)
      })
    }
  }

  #freshObject(key: string): CachedObject | undefined {
    const object = this.#site.cache.get(key)
    return object && this.#site.clock.now() < object.freshUntilMs ? object : undefined
  }

  async #serveObject(object: CachedObject, result: CacheResult): Promise<void> {
    const { status, headers, body, storedAtMs } = object
    const ageSeconds = Math.max(0, Math.floor((this.#site.clock.now() - storedAtMs) / 1_000))
    const etag = headers.etag
    if (etag !== undefined && this.#request.headers['if-none-match']?.includes(String(etag))) {
      const kept = { etag, 'cache-control': headers['cache-control'] }
      await this.#begin(304, kept, result, ageSeconds)
      this.#response.end()
      return
    }
    await this.#begin(status, headers, status >= 400 ? 'Error from cloudfront' : result, ageSeconds)
    this.#response.end(this.#request.method === 'HEAD' ? undefined : body)
  }

  async #forward(choice: OriginChoice, key?: string, onKept?: () => void): Promise<void> {
    const stale = key === undefined ? undefined : this.#site.cache.get(key)
    const fetch = await this.#fetch(choice, this.#behavior, this.#request, conditionsOf(stale))
    const answer = await fetchFromOrigins(this.#site, fetch)
    const isFailure = answer instanceof OriginFailure
    if (stale && stale.status < 400 && (isFailure || answer.status >= 500)) {
      if (!isFailure) answer.discard()
      return this.#serveObject(stale, 'Hit from cloudfront')
    }
    if (stale && !isFailure && answer.status === 304) return this.#refresh(stale, answer, key ?? '')
    const status = isFailure ? statusOf(answer.outcome) : answer.status
    if (await this.#serveErrorPage(status)) {
      if (!isFailure) answer.discard()
      return
    }
    if (isFailure) return this.#generate(status, key)
    await this.#stream(answer, key, onKept)
  }

  async #fetch(
    choice: OriginChoice,
    behavior: Behavior,
    request: ViewerRequest,
    conditions: OriginFetch['conditions'],
  ): Promise<OriginFetch> {
    const site = this.#site
    const viewerAddress = this.#viewerAddress
    const { via } = site
    return {
      behavior,
      choice,
      request,
      facts: {
        viewerAddress,
        via,
        requestId: this.#requestId,
        edgeHeaders: site.edgeHeaders(this.#scheme, viewerAddress),
      },
      scheme: this.#scheme,
      body: await this.#body(),
      ...(conditions && { conditions }),
      onExchange: (exchange) => {
        this.#outgoing = exchange
      },
    }
  }

  async #body(): Promise<OriginFetch['body']> {
    if (!this.#request.hasBody) return null
    const length = Number(this.#incoming.headers['content-length'] ?? Number.POSITIVE_INFINITY)
    if (length > KEPT_BODY_BYTES) return this.#incoming.pipe(new PassThrough())
    const chunks: Buffer[] = []
    for await (const chunk of this.#incoming) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  /** The origin says that the old copy is still right. */
  #refresh(stale: CachedObject, answer: OriginExchange, key: string): Promise<void> {
    answer.discard()
    const nowMs = this.#site.clock.now()
    const headers = { ...stale.headers, ...endToEndHeaders(answer.headers) }
    const freshUntilMs = nowMs + this.#lifetime(stale.status, headers) * 1_000
    const object = {
      ...stale,
      headers: { ...headers, 'content-length': stale.headers['content-length'] },
      storedAtMs: nowMs,
      freshUntilMs,
    }
    this.#site.cache.put(key, object)
    return this.#serveObject(object, 'RefreshHit from cloudfront')
  }

  #lifetime(status: number, headers: ResponseHeaders): number {
    const errorTtl =
      this.#site.distribution.errorResponses.get(status)?.minTtlSeconds ?? DEFAULT_ERROR_TTL_SECONDS
    return lifetimeSeconds(this.#behavior.cache, status, headers, errorTtl, this.#site.clock.now())
  }

  async #stream(
    answer: OriginExchange,
    key: string | undefined,
    onKept: (() => void) | undefined,
  ): Promise<void> {
    const headers = endToEndHeaders(answer.headers)
    const lifetime =
      key !== undefined && this.#request.method === 'GET' ? this.#lifetime(answer.status, headers) : 0
    this.#isKeeping = lifetime > 0
    const kept: Buffer[] | undefined = lifetime > 0 ? [] : undefined
    let keptBytes = 0
    const result = answer.status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront'
    await this.#begin(answer.status, headers, result)
    const response = this.#response
    response.on('drain', () => answer.resume())
    answer.pipe({
      write: (chunk) => {
        keptBytes += chunk.length
        if (keptBytes <= MAX_OBJECT_BYTES) kept?.push(chunk)
        return response.write(chunk) || response.destroyed
      },
      end: () => {
        response.end()
        if (kept && keptBytes <= MAX_OBJECT_BYTES)
          this.#keep(key ?? '', answer.status, headers, Buffer.concat(kept), lifetime)
        onKept?.()
      },
      fail: () => {
        response.destroy()
        onKept?.()
      },
    })
  }

  #keep(key: string, status: number, headers: ResponseHeaders, body: Buffer, lifetime: number): void {
    const storedAtMs = this.#site.clock.now()
    const freshUntilMs = storedAtMs + lifetime * 1_000
    const whole = { ...headers, 'content-length': String(body.length) }
    this.#site.cache.put(key, {
      status,
      headers: whole,
      body,
      storedAtMs,
      freshUntilMs,
      path: this.#request.path,
    })
  }

  /** The page that the distribution has for an error, fetched as if the viewer had asked for it. */
  async #serveErrorPage(status: number): Promise<boolean> {
    const page = this.#site.distribution.errorResponses.get(status)?.page
    if (!page) return false
    const behavior = behaviorFor(this.#site.distribution, page.path)
    const choice = chooseOrigins(this.#site.distribution, behavior.targetId)
    if (!choice) return false
    const request: ViewerRequest = {
      ...this.#request,
      method: 'GET',
      path: page.path,
      query: '',
      hasBody: false,
    }
    const answer = await fetchFromOrigins(this.#site, await this.#fetch(choice, behavior, request, undefined))
    if (answer instanceof OriginFailure) return false
    await this.#begin(page.status, endToEndHeaders(answer.headers), 'Error from cloudfront')
    const response = this.#response
    response.on('drain', () => answer.resume())
    answer.pipe({
      write: (chunk) => response.write(chunk) || response.destroyed,
      end: () => response.end(),
      fail: () => response.destroy(),
    })
    return true
  }

  /** An answer that CloudFront makes itself; failures of origins are kept like any other error. */
  #generate(status: number, key?: string): void {
    const body = Buffer.from(errorPage(status, this.#requestId))
    const headers = {
      'content-type': 'text/html',
      server: 'CloudFront',
      'content-length': String(body.length),
    }
    const lifetime = key === undefined ? 0 : this.#lifetime(status, headers)
    if (key !== undefined && lifetime > 0) this.#keep(key, status, headers, body, lifetime)
    this.#answer(status, headers, body, 'Error from cloudfront')
  }

  /** An answer that the edge or a function made: no viewer-response function sees it. */
  #answer(status: number, headers: ResponseHeaders, body: Buffer, result: CacheResult): void {
    this.#writeHead(status, { ...headers, 'content-length': String(body.length) }, result)
    this.#response.end(this.#request.method === 'HEAD' ? undefined : body)
  }

  async #begin(
    status: number,
    headers: ResponseHeaders,
    result: CacheResult,
    ageSeconds?: number,
  ): Promise<void> {
    if (!this.#behavior.functions['viewer-response'])
      return this.#writeHead(status, headers, result, ageSeconds)
    const answer = await runViewerResponse(this.#site, this.#behavior, this.#request, this.#who, {
      status,
      headers,
    })
    this.#writeHead(answer.status, answer.headers, result, ageSeconds)
  }

  #writeHead(status: number, headers: ResponseHeaders, result: CacheResult, ageSeconds?: number): void {
    const { via, pop } = this.#site
    const mark = { via, pop, requestId: this.#requestId, result, ageSeconds }
    this.#response.writeHead(status, viewerHeaders(headers, this.#behavior.responseHeaders, mark))
  }
}

function readRequest(incoming: IncomingMessage, defaultRootObject: string): ViewerRequest {
  const url = incoming.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  return {
    method: incoming.method ?? 'GET',
    path: path === '/' && defaultRootObject !== '' ? `/${defaultRootObject}` : path,
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: incoming.headers as Record<string, string | undefined>,
    hasBody:
      incoming.headers['transfer-encoding'] !== undefined ||
      Number(incoming.headers['content-length'] ?? 0) > 0,
  }
}

function conditionsOf(stale: CachedObject | undefined): Record<string, string> | undefined {
  if (!stale || stale.status >= 400) return undefined
  const { etag, 'last-modified': lastModified } = stale.headers
  if (etag !== undefined) return { 'if-none-match': String(etag) }
  return lastModified === undefined ? undefined : { 'if-modified-since': String(lastModified) }
}
