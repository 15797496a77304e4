// One viewer request through an edge: behaviour, function, cache, origins, response, in CloudFront's order.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { cachedAddress, cacheKey } from '../model/cache-key.ts'
import { type Behavior, behaviorFor, type Scheme } from '../model/distribution.ts'
import { type CachedObject, MAX_OBJECT_BYTES, type ResponseHeaders } from '../model/edge-cache.ts'
import { edgeHeaders } from '../model/edge-headers.ts'
import { DEFAULT_ERROR_TTL_SECONDS, lifetimeSeconds } from '../model/freshness.ts'
import { bodyOf, responseHeadersOf } from '../model/function-event.ts'
import { chooseOrigins, type OriginChoice, viewerStatusOf } from '../model/origin-failover.ts'
import type { ViewerRequest } from '../model/origin-request.ts'
import { endToEndHeaders } from '../model/response-headers.ts'
import type { EdgeSite } from './edge-site.ts'
import { errorPage } from './error-page.ts'
import { fetchFromOrigins, type OriginFetch } from './fetch-origin.ts'
import { OriginError } from './origin-client.ts'
import { type OriginExchange, ViewerGoneError } from './origin-exchange.ts'
import { ViewerAnswer } from './viewer-answer.ts'
import { FunctionError, runViewerRequest, type Viewer } from './viewer-functions.ts'
import { readViewerBody, readViewerRequest, revalidationHeaders } from './viewer-request.ts'

const AT_CAPACITY = 'Request throttled due to reaching the capacity of this edge location.'

const MOST_PATH_CHARACTERS = 1_000

export class ViewerExchange {
  readonly #site: EdgeSite
  readonly #incoming: IncomingMessage
  readonly #answer: ViewerAnswer
  readonly #scheme: Scheme
  readonly #viewer: Viewer
  readonly #startMs: number
  readonly #behavior: Behavior
  #request: ViewerRequest
  #outgoing: OriginExchange | undefined
  /** The object is being cached: it is fetched to the end even when the viewer has left. */
  #isKeeping = false

  constructor(site: EdgeSite, incoming: IncomingMessage, response: ServerResponse, scheme: Scheme) {
    this.#site = site
    this.#incoming = incoming
    this.#scheme = scheme
    this.#startMs = site.clock.now()
    this.#viewer = {
      requestId: site.newRequestId(),
      viewerAddress: site.viewerOf(incoming.socket.remotePort),
    }
    this.#request = readViewerRequest(incoming, site.distribution.defaultRootObject)
    this.#behavior = behaviorFor(site.distribution, this.#request.path)
    this.#answer = new ViewerAnswer(site, this.#behavior, this.#viewer, response)
  }

  async run(): Promise<void> {
    const { response } = this.#answer
    response.once('close', () => this.#report(response.statusCode))
    if (!this.#site.takeIn(response)) return this.#refuseForCapacity()
    response.once('close', () => {
      if (!response.writableFinished && !this.#isKeeping) this.#outgoing?.abort()
    })
    try {
      if (this.#refuse()) return
      const leave = this.#site.requestLimit.enter(this.#request.method)
      if (!leave) return this.#generate(503)
      response.once('close', leave)
      const outcome = await runViewerRequest(this.#site, this.#behavior, this.#request, this.#viewer)
      if (outcome.kind === 'response') {
        const { response: made } = outcome
        const result = 'FunctionGeneratedResponse from cloudfront'
        return this.#answer.sendMade(
          this.#request,
          made.statusCode,
          responseHeadersOf(made),
          bodyOf(made),
          result,
        )
      }
      this.#request = outcome.request
      await this.#serve(outcome.choice)
    } catch (error) {
      if (error instanceof ViewerGoneError) return
      this.#site.noteError(error)
      this.#outgoing?.abort()
      if (response.headersSent) response.destroy()
      else this.#generate(error instanceof FunctionError ? 503 : 502)
    }
  }

  #report(status: number): void {
    const { city, clock, distribution } = this.#site
    this.#site.report({
      requestId: this.#viewer.requestId,
      domainName: distribution.domainName,
      city,
      method: this.#request.method,
      path: this.#request.path.slice(0, MOST_PATH_CHARACTERS),
      viewerAddress: this.#viewer.viewerAddress,
      status,
      startMs: this.#startMs,
      endMs: clock.now(),
    })
  }

  #refuseForCapacity(): void {
    this.#incoming.resume()
    const body = Buffer.from(errorPage(503, this.#viewer.requestId, AT_CAPACITY))
    const headers = { 'content-type': 'text/html', server: 'CloudFront' }
    this.#answer.sendMade(this.#request, 503, headers, body, 'CapacityExceeded from cloudfront')
  }

  /** Refused requests never reach a function or an origin. */
  #refuse(): boolean {
    const { viewerProtocolPolicy, allowedMethods } = this.#behavior
    const isPlain = this.#scheme === 'http' && viewerProtocolPolicy !== 'allow-all'
    if (isPlain && viewerProtocolPolicy === 'redirect-to-https') {
      const host = this.#incoming.headers.host ?? this.#site.distribution.domainName
      const headers = { location: `https://${host}${this.#incoming.url}`, server: 'CloudFront' }
      this.#answer.sendMade(this.#request, 301, headers, Buffer.alloc(0), 'Redirect from cloudfront')
      return true
    }
    const { method, hasBody } = this.#request
    // "GET requests that include a body" are refused; other methods may have none or one.
    const isTaken = allowedMethods.has(method) && !(method === 'GET' && hasBody)
    if (!isPlain && isTaken) return false
    this.#generate(403)
    return true
  }

  async #serve(choice: OriginChoice): Promise<void> {
    const { method, path, query, headers } = this.#request
    if (method !== 'GET' && method !== 'HEAD') return this.#forward(choice)
    const key = cacheKey(this.#behavior.cache, path, query, headers)
    await this.#site.inFlight.get(key)
    const object = this.#site.cache.get(key)
    if (object && this.#site.clock.now() < object.freshUntilMs)
      return this.#answer.sendObject(this.#request, object, 'Hit from cloudfront')
    if (method === 'HEAD' || this.#behavior.cache.maxTtlSeconds === 0) return this.#forward(choice, key)
    await this.#lead(choice, key)
  }

  /** Fetches for all concurrent requests for the key; they continue when the object is cached or turns out uncacheable. */
  async #lead(choice: OriginChoice, key: string): Promise<void> {
    const { inFlight } = this.#site
    const { promise, resolve } = Promise.withResolvers<void>()
    if (!inFlight.has(key)) inFlight.set(key, promise)
    const finish = () => {
      if (inFlight.get(key) === promise) inFlight.delete(key)
      resolve()
    }
    try {
      await this.#forward(choice, key, finish)
    } finally {
      if (!this.#isKeeping) finish()
    }
  }

  async #forward(choice: OriginChoice, key?: string, onKept?: () => void): Promise<void> {
    const stale = key === undefined ? undefined : this.#site.cache.get(key)
    const fetch = await this.#fetch(choice, this.#behavior, this.#request, revalidationHeaders(stale))
    const answer = await fetchFromOrigins(this.#site, fetch)
    const isFailure = answer instanceof OriginError
    if (stale && stale.status < 400 && (isFailure || answer.status >= 500)) {
      if (!isFailure) answer.discard()
      return this.#answer.sendObject(this.#request, stale, 'Hit from cloudfront')
    }
    if (stale && !isFailure && answer.status === 304) return this.#refresh(stale, answer, key ?? '')
    const status = isFailure ? viewerStatusOf(answer.outcome) : answer.status
    if (await this.#sendErrorPage(status)) {
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
    conditions?: Readonly<Record<string, string>>,
  ): Promise<OriginFetch> {
    const { via } = this.#site
    const headers = edgeHeaders({
      city: this.#site.city,
      scheme: this.#scheme,
      address: this.#viewer.viewerAddress,
      port: this.#incoming.socket.remotePort ?? 0,
      userAgent: this.#incoming.headers['user-agent'],
    })
    return {
      behavior,
      choice,
      request,
      facts: { ...this.#viewer, via, edgeHeaders: headers },
      scheme: this.#scheme,
      body: request.hasBody ? await readViewerBody(this.#incoming) : null,
      ...(conditions && { conditions }),
      onExchange: (exchange) => {
        this.#outgoing = exchange
      },
    }
  }

  /** The origin answered that the stale copy is still valid. */
  #refresh(stale: CachedObject, answer: OriginExchange, key: string): Promise<void> {
    answer.discard()
    const headers = {
      ...stale.headers,
      ...endToEndHeaders(answer.headers),
      'content-length': stale.headers['content-length'],
    }
    const object = this.#keep(key, stale.status, headers, stale.body, this.#lifetime(stale.status, headers))
    return this.#answer.sendObject(this.#request, object, 'RefreshHit from cloudfront')
  }

  #lifetime(status: number, headers: ResponseHeaders): number {
    const { errorResponses } = this.#site.distribution
    const errorTtl = errorResponses.get(status)?.minTtlSeconds ?? DEFAULT_ERROR_TTL_SECONDS
    return lifetimeSeconds(this.#behavior.cache, status, headers, errorTtl, this.#site.clock.now())
  }

  async #stream(answer: OriginExchange, key: string | undefined, onKept?: () => void): Promise<void> {
    const { status } = answer
    const headers = endToEndHeaders(answer.headers)
    const isKeepable = key !== undefined && this.#request.method === 'GET'
    const lifetime = isKeepable ? this.#lifetime(status, headers) : 0
    await this.#answer.begin(
      this.#request,
      status,
      headers,
      status >= 400 ? 'Error from cloudfront' : 'Miss from cloudfront',
    )
    this.#isKeeping = lifetime > 0
    const kept: Buffer[] = []
    let keptBytes = 0
    const take = (chunk: Buffer) => {
      keptBytes += chunk.length
      if (lifetime > 0 && keptBytes <= MAX_OBJECT_BYTES) kept.push(chunk)
    }
    this.#answer.pipe(answer, take, (isWhole) => {
      if (isKeepable && lifetime > 0 && isWhole && keptBytes <= MAX_OBJECT_BYTES)
        this.#keep(key, status, headers, Buffer.concat(kept), lifetime)
      onKept?.()
    })
  }

  #keep(key: string, status: number, headers: ResponseHeaders, body: Buffer, lifetime: number): CachedObject {
    const storedAtMs = this.#site.clock.now()
    const freshUntilMs = storedAtMs + lifetime * 1_000
    const whole = { ...headers, 'content-length': String(body.length) }
    const { path, query } = this.#request
    const address = cachedAddress(this.#behavior.cache, path, query)
    const object = { status, headers: whole, body, storedAtMs, freshUntilMs, address }
    this.#site.cache.put(key, object)
    return object
  }

  /** Sends the distribution's custom error page, fetched as if the viewer had requested it. */
  async #sendErrorPage(status: number): Promise<boolean> {
    const { distribution } = this.#site
    const page = distribution.errorResponses.get(status)?.page
    if (!page) return false
    const behavior = behaviorFor(distribution, page.path)
    const choice = chooseOrigins(distribution, behavior.targetId)
    if (!choice) return false
    const request = { ...this.#request, method: 'GET', path: page.path, query: '', hasBody: false }
    const answer = await fetchFromOrigins(this.#site, await this.#fetch(choice, behavior, request))
    if (answer instanceof OriginError) return false
    if (answer.status >= 400) {
      answer.discard()
      return false
    }
    const headers = endToEndHeaders(answer.headers)
    await this.#answer.begin(this.#request, page.status, headers, 'Error from cloudfront')
    this.#answer.pipe(
      answer,
      () => {},
      () => {},
    )
    return true
  }

  /** Sends an error that CloudFront generates; origin failures are cached like any other error. */
  #generate(status: number, key?: string): void {
    const body = Buffer.from(errorPage(status, this.#viewer.requestId))
    const headers = { 'content-type': 'text/html', server: 'CloudFront' }
    const lifetime = key === undefined ? 0 : this.#lifetime(status, headers)
    if (key !== undefined && lifetime > 0) this.#keep(key, status, headers, body, lifetime)
    this.#answer.sendMade(this.#request, status, headers, body, 'Error from cloudfront')
  }
}
