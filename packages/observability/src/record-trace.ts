import { randomBytes } from 'node:crypto'
import { formatTraceHeader, type TraceHeader } from './trace-header.ts'
import type { RequestDescription, Trace } from './tracing.ts'

const MS_PER_SECOND = 1_000
const SEGMENT_ID_BYTES = 8
const TRACE_ID_BYTES = 12
const TRACE_TIME_DIGITS = 8

/** What happened in a request or in a step of it. Times are seconds since 1970, as in X-Ray's segments. */
export interface RecordedSpan {
  readonly startedAt: number
  /** Undefined while it is open. */
  endedAt?: number
  error?: unknown
  readonly annotations: Map<string, string | number | boolean>
}

/** A request that is over. */
export interface RecordedTrace {
  /** Of the segment: 16 hexadecimal digits. */
  readonly id: string
  readonly root: string
  readonly parent: string | undefined
  readonly request: RequestDescription
  readonly span: RecordedSpan
  readonly status: number
  readonly subsegments: readonly (RecordedSpan & {
    readonly name: string
    readonly namespace: 'remote' | undefined
  })[]
}

/** Records a request as it happens, and hands it over when it is closed. */
export function recordTrace(
  request: RequestDescription,
  { root = newTraceId(), parent }: TraceHeader,
  handOver: (recorded: RecordedTrace) => void,
): Trace {
  const id = randomBytes(SEGMENT_ID_BYTES).toString('hex')
  const span = openSpan()
  const subsegments: RecordedTrace['subsegments'][number][] = []
  return {
    id: root,
    header: formatTraceHeader({ root, parent: id, sampled: true }),
    annotate: (key, value) => void span.annotations.set(key, value),
    begin(name, namespace) {
      const step = { ...openSpan(), name, namespace }
      subsegments.push(step)
      return {
        annotate: (key, value) => void step.annotations.set(key, value),
        close: (error) => closeSpan(step, error),
      }
    },
    close(status, error) {
      closeSpan(span, error)
      handOver({ id, root, parent, request, span, status, subsegments })
    },
  }
}

function openSpan(): RecordedSpan {
  return { startedAt: now(), annotations: new Map() }
}

function closeSpan(span: RecordedSpan, error: unknown): void {
  span.endedAt = now()
  span.error = error
}

const now = (): number => Date.now() / MS_PER_SECOND

/** Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids */
function newTraceId(): string {
  const time = Math.floor(now()).toString(16).padStart(TRACE_TIME_DIGITS, '0')
  return `1-${time}-${randomBytes(TRACE_ID_BYTES).toString('hex')}`
}
