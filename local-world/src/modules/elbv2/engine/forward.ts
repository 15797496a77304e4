import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'
import { answerItself, type OwnStatus } from './answers.ts'
import { headersForClient } from './request-headers.ts'

export interface Forwarding {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly dispatcher: Dispatcher
  /** Names and values alternate. */
  readonly headers: string[]
  /** Called when the target's response begins. */
  readonly onAnswer: () => void
  /** Called once, when the exchange with the target is over. */
  readonly onEnd: () => void
}

/** Streams a request to a target and its response back; failures become the status that AWS sends. */
export function forward(forwarding: Forwarding): void {
  const { request, response, dispatcher, headers } = forwarding
  const exchange = new Exchange(forwarding)
  response.on('close', () => exchange.clientLeft())
  const options: Dispatcher.DispatchOptions = {
    path: request.url ?? '/',
    method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
    headers,
    body: hasBody(request) ? request : null,
  }
  try {
    dispatcher.dispatch(options, exchange)
  } catch {
    // Undici refuses what it cannot send, such as an invalid header: a client error.
    exchange.refused()
  }
}

function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length']
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}

class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #onAnswer: () => void
  readonly #onEnd: () => void
  #controller: Dispatcher.DispatchController | undefined
  #isOver = false

  constructor({ request, response, onAnswer, onEnd }: Forwarding) {
    this.#request = request
    this.#response = response
    this.#onAnswer = onAnswer
    this.#onEnd = onEnd
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#response.destroyed) controller.abort(new Error('the client has left'))
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusMessage?: string,
  ): void {
    if (status < 200) return
    this.#onAnswer()
    const raw = (controller.rawHeaders ?? []) as readonly Buffer[]
    this.#response.writeHead(status, statusMessage ?? '', headersForClient(raw))
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#response.write(chunk)) return
    controller.pause()
    this.#response.once('drain', () => controller.resume())
  }

  onResponseEnd(): void {
    this.#response.end()
    this.#end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#response.destroyed) answerItself(this.#request, this.#response, statusOf(error))
    this.#end()
  }

  clientLeft(): void {
    if (this.#isOver || this.#response.writableFinished) return
    this.#controller?.abort(new Error('the client has left'))
  }

  refused(): void {
    answerItself(this.#request, this.#response, 400)
    this.#end()
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#onEnd()
  }
}

/** No answer in time: 504. Refused, reset, cut off or not HTTP: 502. */
const TIMEOUT_CODES = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'])

function statusOf(error: Error): OwnStatus {
  const { code, name } = error as NodeJS.ErrnoException
  return TIMEOUT_CODES.has(code ?? '') || name === 'TimeoutError' ? 504 : 502
}
