/** The parts of `X-Amzn-Trace-Id` that Meridian reads and writes. */
export interface TraceHeader {
  /** Trace id, `1-<8 hex>-<24 hex>`. */
  readonly root?: string
  /** Segment that caused this request. */
  readonly parent?: string
  /** Undefined if nothing upstream has decided; a load balancer never decides. */
  readonly sampled?: boolean
}

const TRACE_ID = /^1-[\da-f]{8}-[\da-f]{24}$/
const SEGMENT_ID = /^[\da-f]{16}$/

/** Parses the header; missing or malformed parts are left out, never an error. */
export function parseTraceHeader(header: string | undefined): TraceHeader {
  if (header === undefined) return {}
  const parts = new Map(header.split(';').map((part) => splitOnce(part.trim())))
  const root = parts.get('Root')
  const parent = parts.get('Parent')
  const sampled = parts.get('Sampled')
  return {
    ...(root !== undefined && TRACE_ID.test(root) ? { root } : {}),
    ...(parent !== undefined && SEGMENT_ID.test(parent) ? { parent } : {}),
    ...(sampled === '1' ? { sampled: true } : sampled === '0' ? { sampled: false } : {}),
  }
}

/** Formats the header for a request made on behalf of this one. */
export function formatTraceHeader(header: TraceHeader): string {
  const parts: string[] = []
  if (header.root !== undefined) parts.push(`Root=${header.root}`)
  if (header.parent !== undefined) parts.push(`Parent=${header.parent}`)
  if (header.sampled !== undefined) parts.push(`Sampled=${header.sampled ? '1' : '0'}`)
  return parts.join(';')
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}
