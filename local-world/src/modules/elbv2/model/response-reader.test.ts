import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MalformedResponseError, type ResponseHead, ResponseReader } from './response-reader.ts'

interface Read {
  readonly head: ResponseHead | undefined
  readonly body: string
  readonly isComplete: boolean
  readonly keepsConnection: boolean
}

/** Reads a response that arrives in these parts, and then the end of the connection if `closes`. */
function readAll(parts: readonly Buffer[], { method = 'GET', closes = false } = {}): Read {
  let head: ResponseHead | undefined
  const body: Buffer[] = []
  let ends = 0
  const reader = new ResponseReader(method, {
    onHead: (received) => {
      expect(head).toBeUndefined()
      head = received
    },
    onBody: (bytes) => void body.push(bytes),
    onEnd: (bytes) => {
      if (bytes) body.push(bytes)
      ends += 1
    },
  })
  for (const part of parts) reader.read(part)
  if (closes) reader.closed()
  expect(ends).toBeLessThanOrEqual(1)
  return {
    head,
    body: Buffer.concat(body).toString('latin1'),
    isComplete: ends === 1,
    keepsConnection: reader.keepsConnection,
  }
}

const bytes = (text: string) => Buffer.from(text, 'latin1')
const read = (text: string, options?: { method?: string; closes?: boolean }) =>
  readAll([bytes(text)], options)

describe('a response', () => {
  it('has its status, reason and headers as the target wrote them', () => {
    const { head } = read(
      'HTTP/1.1 404 No Such Car\r\nX-Model:  Wagon \t\r\nX-Name: voil\xc3\xa0\r\nset-cookie: a\r\nset-cookie: b\r\n\r\n',
    )
    expect(head).toEqual({
      status: 404,
      message: 'No Such Car',
      headers: ['X-Model', 'Wagon', 'X-Name', 'voil\xc3\xa0', 'set-cookie', 'a', 'set-cookie', 'b'],
    })
  })

  it.each([
    ['after Content-Length bytes', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc', 'abc'],
    ['at once with Content-Length 0', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', ''],
    [
      'after the last chunk and its trailers',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n',
      'abc0123456789',
    ],
    ['without content for 204', 'HTTP/1.1 204 No Content\r\n\r\n', ''],
    [
      'without content for 304, whatever its length',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
      '',
    ],
    [
      'after informational responses',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na',
      'a',
    ],
    ['without a reason phrase', 'HTTP/1.1 200\r\nContent-Length: 1\r\n\r\na', 'a'],
  ])('ends %s', (_when, text, body) => {
    expect(read(text)).toMatchObject({ body, isComplete: true, keepsConnection: true })
  })

  it('to HEAD has no content, whatever its length', () => {
    const answer = read('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', { method: 'HEAD' })
    expect(answer).toMatchObject({ body: '', isComplete: true, keepsConnection: true })
  })

  it('without a length ends with the connection', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\nabc'
    expect(read(text)).toMatchObject({ body: 'abc', isComplete: false, keepsConnection: false })
    expect(read(text, { closes: true })).toMatchObject({ body: 'abc', isComplete: true })
  })

  it.each([
    ['HTTP/1.1', 'close', false],
    ['HTTP/1.1', 'x-other, Close', false],
    ['HTTP/1.1', 'keep-alive', true],
    ['HTTP/1.0', 'x-other', false],
    ['HTTP/1.0', 'Keep-Alive', true],
  ])('of %s with Connection: %s keeps the connection: %s', (version, connection, keeps) => {
    const text = `${version} 200 OK\r\nConnection: ${connection}\r\nContent-Length: 0\r\n\r\n`
    expect(read(text).keepsConnection).toBe(keeps)
  })

  it('is the same however its bytes are split', () => {
    const content = fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(
        content,
        fc.boolean(),
        fc.infiniteStream(fc.integer({ min: 1, max: 30 })),
        (parts, isChunked, sizes) => {
          const body = parts.join('')
          const text = isChunked
            ? `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`
            : `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`
          expect(readAll(split(bytes(text), sizes))).toMatchObject({ body, isComplete: true })
        },
      ),
    )
  })
})

function split(all: Buffer, sizes: Iterator<number>): readonly Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < all.length; ) {
    const size = Number(sizes.next().value)
    parts.push(all.subarray(at, at + size))
    at += size
  }
  return parts
}

// INV-ELBV2-9
describe('what is no response, or can be read in two ways, is refused:', () => {
  const OK = 'HTTP/1.1 200 OK\r\n'
  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'status line'],
    ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n', 'status line'],
    ['a status of two digits', 'HTTP/1.1 99 Low\r\n\r\n', 'status line'],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'switched protocols'],
    ['lines that end with LF', 'HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n', 'control characters'],
    ['CR within a value', `${OK}X: a\rSet-Cookie: b\r\n\r\n`, 'control characters'],
    ['NUL in a value', `${OK}X: a\0b\r\n\r\n`, 'control characters'],
    ['a folded line', `${OK}X: a\r\n b\r\n\r\n`, 'valid name'],
    ['a header without a colon', `${OK}Content-Length\r\n\r\n`, 'valid name'],
    ['a space before the colon', `${OK}Transfer-Encoding : chunked\r\n\r\n`, 'valid name'],
    ['two different lengths', `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 'not one number'],
    ['a negative length', `${OK}Content-Length: -1\r\n\r\n`, 'not one number'],
    ['two equal lengths', `${OK}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`, 'not one number'],
    ['a list as length', `${OK}Content-Length: 1, 1\r\n\r\n`, 'not one number'],
    ['a length and chunks', `${OK}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 'both'],
    ['another transfer coding', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`, 'other than chunked'],
    ['a chunk without a size', `${OK}Transfer-Encoding: chunked\r\n\r\n\r\n`, 'without a size'],
    ['a chunk with a sign', `${OK}Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n`, 'without a size'],
    [
      'a chunk longer than its size',
      `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n`,
      'more than 2 bytes',
    ],
    ['more than 32 K of headers', `${OK}X: ${'x'.repeat(32_768)}`, 'more than 32768 bytes'],
    [
      'interim responses without end',
      'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_300),
      'more than 32768 bytes',
    ],
    [
      'trailers without end',
      `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${'X: a\r\n'.repeat(5_500)}`,
      'more than 32768 bytes',
    ],
    ['a second response', `${OK}Content-Length: 0\r\n\r\n${OK}`, 'more than its response'],
  ])('%s', (_what, text, message) => {
    expect(() => read(text)).toThrow(MalformedResponseError)
    expect(() => read(text)).toThrow(message)
  })

  it('the limit on headers counts neither chunks nor, for trailers, the head', () => {
    const long = 'x'.repeat(30_000)
    const chunks = '1\r\na\r\n'.repeat(10_000)
    const text = `${OK}X: ${long}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\nX: ${long}\r\n\r\n`
    expect(read(text)).toMatchObject({ body: 'a'.repeat(10_000), isComplete: true })
  })

  it.each([
    ['in the head', `${OK}Content-`],
    ['in the content', `${OK}Content-Length: 5\r\n\r\nabc`],
    ['between chunks', `${OK}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`],
  ])('a connection that ends %s', (_where, text) => {
    expect(() => read(text, { closes: true })).toThrow('before its response was complete')
  })
})
