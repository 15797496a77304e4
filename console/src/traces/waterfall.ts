import type { SpanView, TraceView } from '../../shared/traces.ts'

/** The part of a segment or subsegment document that a waterfall shows. Times are in seconds since 1970. */
export interface SegmentDocument {
  readonly id: string
  readonly name: string
  readonly start_time: number
  readonly end_time?: number
  readonly parent_id?: string
  readonly origin?: string
  readonly namespace?: string
  readonly fault?: boolean
  readonly error?: boolean
  readonly http?: {
    readonly request?: { readonly method?: string; readonly url?: string }
    readonly response?: { readonly status?: number }
  }
  readonly annotations?: Readonly<Record<string, string | number | boolean>>
  readonly subsegments?: readonly SegmentDocument[]
}

const MS_PER_SECOND = 1_000

/** Orders the documents of a trace by call: each under its caller. */
export function waterfall(id: string, documents: readonly SegmentDocument[]): TraceView {
  const all = documents.flatMap((segment) => withSubsegments(segment, segment.parent_id))
  const known = new Set(all.map(({ segment }) => segment.id))
  const startS = Math.min(...all.map(({ segment }) => segment.start_time))
  const endS = Math.max(...all.map(({ segment }) => segment.end_time ?? segment.start_time))
  const spans: SpanView[] = []
  add((parent) => parent === undefined || !known.has(parent), 0)
  return { id, durationMs: round((endS - startS) * MS_PER_SECOND), spans }

  function add(isUnder: (parent: string | undefined) => boolean, depth: number): void {
    const children = all.filter(({ parent }) => isUnder(parent))
    children.sort((left, right) => left.segment.start_time - right.segment.start_time)
    for (const { segment } of children) {
      // A document that is its own ancestor is shown only once.
      if (spans.some((span) => span.id === segment.id)) continue
      spans.push(spanOf(segment, depth, startS))
      add((parent) => parent === segment.id, depth + 1)
    }
  }
}

interface Placed {
  readonly segment: SegmentDocument
  readonly parent: string | undefined
}

function withSubsegments(segment: SegmentDocument, parent: string | undefined): readonly Placed[] {
  const inside = (segment.subsegments ?? []).flatMap((each) => withSubsegments(each, segment.id))
  return [{ segment, parent }, ...inside]
}

function spanOf(segment: SegmentDocument, depth: number, startS: number): SpanView {
  const { annotations = {}, http } = segment
  const request = http?.request?.url ? `${http.request.method ?? ''} ${http.request.url}` : ''
  const status = http?.response?.status
  return {
    id: segment.id,
    name: segment.name,
    depth,
    startMs: round((segment.start_time - startS) * MS_PER_SECOND),
    durationMs: round(((segment.end_time ?? segment.start_time) - segment.start_time) * MS_PER_SECOND),
    origin: segment.origin ?? segment.namespace ?? '',
    region: String(annotations.region ?? annotations.edge ?? ''),
    detail: [request, ...(status === undefined ? [] : [status])].join(' ').trim(),
    isFailed: segment.fault === true || segment.error === true,
  }
}

const round = (ms: number): number => Math.round(ms * 10) / 10
