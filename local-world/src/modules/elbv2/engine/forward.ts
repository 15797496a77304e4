import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ResponseHead } from '../model/response-reader.ts'
import { answerItself, type OwnStatus } from './answers.ts'
import { headersForClient } from './request-headers.ts'
import {
  type TargetConnection,
  type TargetRequest,
  type TargetResponseHandler,
  TargetSilentError,
} from './target-connection.ts'
import type { TargetPool } from './target-pool.ts'

export interface Forwarding {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly pool: TargetPool
  /** Names and values alternate. */
  readonly headers: string[]
  /** Called when the target's response begins. */
  readonly onAnswer: () => void
  /** Called once, when the exchange with the target is over. */
  readonly onEnd: () => void
}

/** A request that is being forwarded. */
export interface TargetExchange {
  /** Ends the request to the target, if it is not over. */
  clientLeft(): void
}

/**
 * Streams a request to a target and its response back; failures become the status that AWS sends. The caller says when the
 * response is closed.
 */
export function forward(forwarding: Forwarding): TargetExchange | undefined {
  const { request, response, pool } = forwarding
  const exchange = new Exchange(forwarding)
  if (!/^(\/|https?:\/\/)/i.test(request.url ?? '')) {
    answerItself(request, response, 400)
    forwarding.onEnd()
    return undefined
  }
  const connection = pool.takeIdle()
  if (connection) exchange.begin(connection)
  else
    pool.open().then(
      (opened) => exchange.begin(opened),
      (error: Error) => exchange.onError(error),
    )
  return exchange
}

class Exchange implements TargetExchange, TargetResponseHandler {
  readonly #forwarding: Forwarding
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  #connection: TargetConnection | undefined
  #isPaused = false
  #isOver = false

  constructor(forwarding: Forwarding) {
    this.#forwarding = forwarding
    this.#request = forwarding.request
    this.#response = forwarding.response
  }

  begin(connection: TargetConnection): void {
    if (this.#isOver) {
      connection.release()
      return
    }
    this.#connection = connection
    connection.send(this.#forTarget(), this)
  }

  #forTarget(): TargetRequest {
    const { method = 'GET', url = '/', headers } = this.#request
    const length = headers['content-length']
    const isChunked = headers['transfer-encoding'] !== undefined
    return {
      method,
      path: url,
      headers: this.#forwarding.headers,
      body: isChunked || (length !== undefined && length !== '0') ? this.#request : undefined,
      isChunked,
    }
  }

  onHead({ status, message, headers }: ResponseHead): void {
    this.#forwarding.onAnswer()
    this.#response.writeHead(status, message, headersForClient(headers))
  }

  onBody(bytes: Buffer): void {
    if (this.#response.write(bytes) || this.#isPaused) return
    this.#isPaused = true
    this.#connection?.pause()
    this.#response.once('drain', () => {
      this.#isPaused = false
      this.#connection?.resume()
    })
  }

  onEnd(bytes: Buffer | undefined): void {
    this.#response.end(bytes)
    this.#end()
  }

  onError(error: Error): void {
    if (!this.#response.destroyed) answerItself(this.#request, this.#response, statusOf(error))
    this.#end()
  }

  /** Also after an answer of the load balancer's own to an upload that stalled. */
  clientLeft(): void {
    if (this.#connection) this.#connection.destroy()
    else this.#end()
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#connection = undefined
    this.#forwarding.onEnd()
  }
}

/** No answer in time: 504. Refused, reset, cut off or not HTTP: 502. */
function statusOf(error: Error): OwnStatus {
  const isLate =
    error instanceof TargetSilentError ||
    error.name === 'TimeoutError' ||
    (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
  return isLate ? 504 : 502
}
