/** Of a response's head with the interim responses before it, and of its trailers. */
const MAX_FIELD_BYTES = 32_768
/** Of the line before a chunk, with its extensions. */
const MAX_CHUNK_LINE_BYTES = 4_096

const END_OF_HEAD = '\r\n\r\n'
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: (.*))?$/
const FIELD_NAME = /^[-!#$%&'*+.^_`|~0-9A-Za-z]+$/
/** A control character, or half a line end. */
const NOT_IN_HEAD = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/
/** Not what `trim` removes: 0xA0 may be part of a character in UTF-8. */
const SURROUNDING_SPACE = /^[\t ]+|[\t ]+$/g
const CHUNK_SIZE = /^([0-9A-Fa-f]{1,12})[\t ]*(?:;.*)?$/

/** The target sent what is no HTTP/1.1 response, or closed the connection in the middle of one. */
export class MalformedResponseError extends Error {
  override readonly name = 'MalformedResponseError'
}

export interface ResponseHead {
  readonly status: number
  /** The reason phrase, which may be empty. */
  readonly message: string
  /** Names and values alternate, in the target's order and spelling. */
  readonly headers: string[]
}

/** Called in order; `onEnd` once, unless the reader throws. */
export interface ResponseHandler {
  /** For a final response; informational ones (1xx) are skipped. */
  onHead(head: ResponseHead): void
  /** Bytes of the content, without its framing. */
  onBody(bytes: Buffer): void
  /** With the last bytes of the content, if they are known to be the last. */
  onEnd(bytes?: Buffer): void
}

type State =
  | 'head'
  | 'content-length'
  | 'until-close'
  | 'chunk-line'
  | 'chunk'
  | 'chunk-end'
  | 'trailers'
  | 'ended'

/**
 * Reads one HTTP/1.1 response (RFC 9112) from the bytes of a connection, however they are split. Framing that two readers could
 * understand differently is an error.
 */
export class ResponseReader {
  /** Whether the target keeps the connection open after this response. */
  keepsConnection = true
  readonly #method: string
  readonly #handler: ResponseHandler
  #state: State = 'head'
  /** Of an incomplete head, chunk line or trailer section. */
  #incomplete: Buffer | undefined
  /** Bytes of interim responses, or of trailers, that were read. */
  #fieldBytes = 0
  /** Bytes of the content, or of this chunk, that have not arrived. */
  #left = 0

  constructor(method: string, handler: ResponseHandler) {
    this.#method = method
    this.#handler = handler
  }

  /** Throws MalformedResponseError, also for bytes that follow the response. */
  read(bytes: Buffer): void {
    let rest: Buffer | undefined = bytes
    while (rest && rest.length > 0) rest = this.#step(rest)
  }

  /** The target has closed the connection: ends a response without a length; throws if another one is incomplete. */
  closed(): void {
    if (this.#state === 'ended') return
    if (this.#state !== 'until-close')
      throw new MalformedResponseError('The target closed the connection before its response was complete')
    this.#end()
  }

  /** Takes the next part from the front and returns what is left. */
  #step(bytes: Buffer): Buffer | undefined {
    switch (this.#state) {
      case 'head':
        return this.#upTo(END_OF_HEAD, MAX_FIELD_BYTES - this.#fieldBytes, bytes, (text) =>
          this.#readHead(text),
        )
      case 'content-length':
        return this.#readContent(bytes)
      case 'chunk':
        return this.#readChunk(bytes)
      case 'until-close':
        this.#handler.onBody(bytes)
        return undefined
      case 'chunk-end':
        return this.#upTo('\r\n', 2, bytes, () => {
          this.#state = 'chunk-line'
        })
      case 'chunk-line':
        return this.#upTo('\r\n', MAX_CHUNK_LINE_BYTES, bytes, (line) => this.#readChunkLine(line))
      case 'trailers':
        // Dropped; an empty line ends them.
        return this.#upTo('\r\n', MAX_FIELD_BYTES - this.#fieldBytes, bytes, (line) => {
          if (line === '') this.#end()
          else this.#fieldBytes += line.length + 2
        })
      case 'ended':
        throw new MalformedResponseError('The target sent more than its response')
    }
  }

  /** Reads the text before `mark` once it is complete. */
  #upTo(mark: string, mostBytes: number, bytes: Buffer, read: (text: string) => void): Buffer | undefined {
    const before = this.#incomplete
    const all = before ? Buffer.concat([before, bytes]) : bytes
    const end = all.indexOf(mark, Math.max(0, (before?.length ?? 0) - mark.length + 1), 'latin1')
    if ((end < 0 ? all.length : end + mark.length) > mostBytes)
      throw new MalformedResponseError(
        `The target sent more than ${mostBytes + this.#fieldBytes} bytes where ${this.#state} ends`,
      )
    this.#incomplete = end < 0 ? all : undefined
    if (end < 0) return undefined
    read(all.toString('latin1', 0, end))
    return all.subarray(end + mark.length)
  }

  #readHead(text: string): void {
    this.#fieldBytes += text.length + END_OF_HEAD.length
    if (NOT_IN_HEAD.test(text))
      throw new MalformedResponseError('The target’s headers contain control characters')
    const endOfStatus = text.indexOf('\r\n')
    const statusLine = endOfStatus < 0 ? text : text.slice(0, endOfStatus)
    const [, minor, status, message = ''] = STATUS_LINE.exec(statusLine) ?? []
    if (status === undefined)
      throw new MalformedResponseError('The target did not send an HTTP/1.1 status line')
    const fields = readFields(text, statusLine.length)
    const { connection } = fields
    this.keepsConnection = minor === '1' ? !connection.includes('close') : connection.includes('keep-alive')
    this.#begin({ status: Number(status), message, headers: fields.headers }, fields)
  }

  #begin(head: ResponseHead, { length, isChunked }: Fields): void {
    const { status } = head
    if (status === 101) throw new MalformedResponseError('The target switched protocols, unasked')
    if (status < 200) return
    this.#fieldBytes = 0
    this.#handler.onHead(head)
    const isEmpty = this.#method === 'HEAD' || status === 204 || status === 304
    if (isEmpty || length === 0) this.#end()
    else if (isChunked) this.#state = 'chunk-line'
    else if (length === undefined) {
      this.#state = 'until-close'
      this.keepsConnection = false
    } else {
      this.#state = 'content-length'
      this.#left = length
    }
  }

  #readContent(bytes: Buffer): Buffer | undefined {
    if (bytes.length < this.#left) {
      this.#left -= bytes.length
      this.#handler.onBody(bytes)
      return undefined
    }
    const rest = bytes.subarray(this.#left)
    this.#end(bytes.subarray(0, this.#left))
    return rest
  }

  #readChunk(bytes: Buffer): Buffer {
    const part = bytes.subarray(0, this.#left)
    this.#left -= part.length
    if (this.#left === 0) this.#state = 'chunk-end'
    this.#handler.onBody(part)
    return bytes.subarray(part.length)
  }

  #readChunkLine(line: string): void {
    const size = CHUNK_SIZE.exec(line)?.[1]
    if (size === undefined) throw new MalformedResponseError('The target sent a chunk without a size')
    this.#left = Number.parseInt(size, 16)
    this.#state = this.#left === 0 ? 'trailers' : 'chunk'
  }

  #end(bytes?: Buffer): void {
    this.#state = 'ended'
    this.#handler.onEnd(bytes)
  }
}

/** Headers, and what they say about the message. */
interface Fields {
  readonly headers: string[]
  /** Undefined if the target announced none. */
  length: number | undefined
  isChunked: boolean
  /** In lower case. */
  connection: string
}

/** Reads the lines that follow the status line, which ends at `start`. */
function readFields(text: string, start: number): Fields {
  const fields: Fields = { headers: [], length: undefined, isChunked: false, connection: '' }
  for (let at = start; at < text.length; ) {
    const lineStart = at + 2
    const nextEnd = text.indexOf('\r\n', lineStart)
    at = nextEnd < 0 ? text.length : nextEnd
    const colon = text.indexOf(':', lineStart)
    const name = text.slice(lineStart, colon < 0 || colon > at ? lineStart : colon)
    if (!FIELD_NAME.test(name))
      throw new MalformedResponseError('The target sent a header without a valid name')
    const value = text.slice(colon + 1, at).replace(SURROUNDING_SPACE, '')
    fields.headers.push(name, value)
    interpret(name, value, fields)
  }
  if (fields.isChunked && fields.length !== undefined)
    throw new MalformedResponseError('The target sent both Content-Length and Transfer-Encoding')
  return fields
}

function interpret(name: string, value: string, fields: Fields): void {
  switch (name.toLowerCase()) {
    case 'content-length': {
      const length = /^\d{1,15}$/.test(value) ? Number(value) : undefined
      if (length === undefined || fields.length !== undefined)
        throw new MalformedResponseError('The target sent a Content-Length that is not one number')
      fields.length = length
      break
    }
    case 'transfer-encoding':
      if (fields.isChunked || value.toLowerCase() !== 'chunked')
        throw new MalformedResponseError('The target sent a Transfer-Encoding other than chunked')
      fields.isChunked = true
      break
    case 'connection':
      fields.connection += ` ${value.toLowerCase()}`
  }
}
