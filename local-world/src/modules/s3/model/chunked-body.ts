/** The body of an `aws-chunked` request, reassembled, with its trailers. */
export interface DecodedBody {
  readonly bytes: Buffer
  readonly trailers: Readonly<Record<string, string>>
}

const LINE_END = Buffer.from('\r\n')

/**
 * `<hex size>;chunk-signature=…\r\n<bytes>\r\n … 0;…\r\n<trailers>\r\n\r\n`: how SDK v3 sends checksums, and the CLI over plain
 * HTTP. The request's signature is verified earlier; chunk signatures are not. Throws when a chunk is truncated.
 */
export function decodeChunks(body: Buffer): DecodedBody {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = body.indexOf(LINE_END, at)
    const size = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    if (lineEnd < 0 || Number.isNaN(size)) throw new Error('A chunk has no size')
    at = lineEnd + LINE_END.length
    if (size === 0) return { bytes: Buffer.concat(chunks), trailers: trailersOf(body.toString('latin1', at)) }
    if (at + size > body.length) throw new Error('A chunk is cut short')
    chunks.push(body.subarray(at, at + size))
    at += size + LINE_END.length
  }
}

function trailersOf(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'))
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}
