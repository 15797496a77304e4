import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'

/** Receives an origin's response body, chunk by chunk. */
export interface BodySink {
  /** Returns false to pause until `resume` is called. */
  write(chunk: Buffer): boolean
  end(): void
  /** The origin's response was cut off. */
  fail(error: Error): void
}

type Controller = Dispatcher.DispatchController

/** The viewer left before the origin answered, which is not the origin's failure. */
export class ViewerGoneError extends Error {
  constructor() {
    super('The viewer closed the connection')
    this.name = 'ViewerGoneError'
  }
}

/**
 * One request to an origin: settles with status and headers, then pipes the body to a sink. Chunks that arrive before the
 * sink are buffered; an unwanted body is read and dropped, so that the connection can be reused.
 */
export class OriginExchange implements Dispatcher.DispatchHandler {
  readonly answered: Promise<OriginExchange>
  status = 0
  headers: IncomingHttpHeaders = {}
  readonly #settle: { resolve: (exchange: OriginExchange) => void; reject: (error: Error) => void }
  #controller: Controller | undefined
  #sink: BodySink | undefined
  #early: Buffer[] = []
  #end: 'open' | 'ended' | Error = 'open'
  #isDropped = false
  #hasAnswered = false

  constructor() {
    const { promise, resolve, reject } = Promise.withResolvers<OriginExchange>()
    this.answered = promise
    this.#settle = { resolve, reject }
  }

  /** A response that is already complete. */
  static answered(status: number, headers: IncomingHttpHeaders, body: Buffer): OriginExchange {
    const exchange = new OriginExchange()
    exchange.status = status
    exchange.headers = { ...headers, 'content-length': String(body.length) }
    exchange.#hasAnswered = true
    exchange.#early = [body]
    exchange.#end = 'ended'
    exchange.#settle.resolve(exchange)
    return exchange
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
  }

  onResponseStart(_: Controller, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return
    this.status = statusCode
    this.headers = headers
    this.#hasAnswered = true
    this.#settle.resolve(this)
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#isDropped) return
    if (!this.#sink) this.#early.push(chunk)
    else if (!this.#sink.write(chunk)) controller.pause()
  }

  onResponseEnd(): void {
    this.#end = 'ended'
    this.#sink?.end()
  }

  onResponseError(_: Controller, error: Error): void {
    this.#end = error
    if (this.#hasAnswered) this.#sink?.fail(error)
    else this.#settle.reject(error)
  }

  /** Pipes the body to a sink, buffered chunks first. */
  pipe(sink: BodySink): void {
    this.#sink = sink
    let wantsMore = true
    for (const chunk of this.#early) wantsMore = sink.write(chunk)
    this.#early = []
    if (this.#end === 'ended') sink.end()
    else if (this.#end !== 'open') sink.fail(this.#end)
    else if (!wantsMore) this.#controller?.pause()
  }

  resume(): void {
    this.#controller?.resume()
  }

  discard(): void {
    this.#isDropped = true
    this.#early = []
  }

  /** Aborts the request because the viewer left. */
  abort(): void {
    if (this.#end === 'open') this.#controller?.abort(new ViewerGoneError())
  }
}
