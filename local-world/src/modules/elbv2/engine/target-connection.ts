import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { type ResponseHandler, ResponseReader } from '../model/response-reader.ts'

export interface TargetRequest {
  readonly method: string
  /** As in the request line. */
  readonly path: string
  /** Names and values alternate; without Connection and Transfer-Encoding. */
  readonly headers: readonly string[]
  readonly body: Readable | undefined
  /** Whether the length of the body is unknown. */
  readonly isChunked: boolean
}

export interface TargetResponseHandler extends ResponseHandler {
  /** No response, or no complete one; called at most once, and then `onEnd` is not. */
  onError(error: Error): void
}

/** The target sent or accepted no byte for the idle time-out. */
export class TargetSilentError extends Error {
  override readonly name = 'TargetSilentError'
}

interface Exchange {
  readonly request: TargetRequest
  readonly handler: TargetResponseHandler
  readonly reader: ResponseReader
  isSent: boolean
}

/** A connection to a target, for one request after the other. It is closed when it was idle, or silent, for the idle time-out. */
export class TargetConnection {
  readonly #socket: Socket
  readonly #idleTimeoutMs: number
  readonly #onFree: (connection: TargetConnection) => void
  #exchange: Exchange | undefined

  constructor(
    socket: Socket,
    idleTimeoutMs: number,
    events: {
      /** The connection may be used for the next request. */
      readonly onFree: (connection: TargetConnection) => void
      readonly onClose: (connection: TargetConnection) => void
    },
  ) {
    this.#socket = socket
    this.#idleTimeoutMs = idleTimeoutMs
    this.#onFree = events.onFree
    socket.on('data', (bytes) => this.#feed((reader) => reader.read(bytes)))
    socket.on('end', () => this.#feed((reader) => reader.closed()))
    socket.on('error', (error) => this.#fail(error))
    socket.on('timeout', () => this.#timedOut())
    socket.on('close', () => {
      events.onClose(this)
      this.#fail(new Error('The connection to the target was closed'))
    })
    socket.setTimeout(idleTimeoutMs)
  }

  get isOpen(): boolean {
    return this.#socket.writable
  }

  send(request: TargetRequest, handler: TargetResponseHandler): void {
    const reader = new ResponseReader(request.method, {
      onHead: (head) => handler.onHead(head),
      onBody: (bytes) => handler.onBody(bytes),
      onEnd: (bytes) => this.#finish(bytes),
    })
    const exchange = { request, handler, reader, isSent: request.body === undefined }
    this.#exchange = exchange
    this.#socket.write(headOf(request), 'latin1')
    if (request.body) this.#sendBody(exchange, request.body)
  }

  /** Gives the connection back without having used it. */
  release(): void {
    this.#onFree(this)
  }

  /** Stops reading the response. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
    // The time-out may have passed meanwhile, and would not come again.
    this.#socket.setTimeout(this.#idleTimeoutMs)
  }

  /** Closes the connection; a request in progress fails. */
  destroy(error = new Error('The connection to the target was closed')): void {
    this.#socket.destroy()
    this.#fail(error)
  }

  #sendBody(exchange: Exchange, body: Readable): void {
    const { isChunked } = exchange.request
    const socket = this.#socket
    body.on('data', (bytes: Buffer) => {
      if (this.#exchange !== exchange) return
      const isAccepted = isChunked ? writeChunk(socket, bytes) : socket.write(bytes)
      if (isAccepted) return
      body.pause()
      socket.once('drain', () => body.resume())
    })
    body.on('end', () => {
      if (this.#exchange !== exchange) return
      exchange.isSent = true
      if (isChunked) socket.write('0\r\n\r\n', 'latin1')
    })
  }

  #feed(give: (reader: ResponseReader) => void): void {
    if (!this.#exchange) {
      // The target closes an idle connection, or sends what could be taken for the next response.
      this.#socket.destroy()
      return
    }
    try {
      give(this.#exchange.reader)
    } catch (error) {
      this.destroy(error as Error)
    }
  }

  #finish(bytes: Buffer | undefined): void {
    const exchange = this.#exchange
    if (!exchange) return
    this.#exchange = undefined
    // A client that was slower than the target may have paused it, and the next request would wait for its response.
    this.#socket.resume()
    // What is left of an upload that was answered early: the client may not read before it has sent everything.
    if (!exchange.isSent) exchange.request.body?.resume()
    const isReusable = exchange.reader.keepsConnection && exchange.isSent && !this.#socket.destroyed
    if (!isReusable) this.#socket.destroy()
    else this.#onFree(this)
    exchange.handler.onEnd(bytes)
  }

  #fail(error: Error): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.handler.onError(error)
  }

  #timedOut(): void {
    const isIdle = this.#exchange === undefined
    const waitsForClient =
      this.#socket.isPaused() || (this.#exchange?.isSent === false && !this.#socket.writableNeedDrain)
    if (isIdle || !waitsForClient)
      this.destroy(new TargetSilentError('The target was silent for the idle time-out'))
  }
}

/** Returns false if the caller should wait for `drain`. */
function writeChunk(socket: Socket, bytes: Buffer): boolean {
  socket.cork()
  socket.write(`${bytes.length.toString(16)}\r\n`, 'latin1')
  socket.write(bytes)
  const isAccepted = socket.write('\r\n', 'latin1')
  socket.uncork()
  return isAccepted
}

/** Node's HTTP server has validated what comes from the client. */
function headOf({ method, path, headers, isChunked }: TargetRequest): string {
  let head = `${method} ${path} HTTP/1.1\r\n`
  for (let index = 0; index < headers.length; index += 2)
    head += `${headers[index]}: ${headers[index + 1]}\r\n`
  return `${head}${isChunked ? 'Transfer-Encoding: chunked\r\n' : ''}Connection: keep-alive\r\n\r\n`
}
