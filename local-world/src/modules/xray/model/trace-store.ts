import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { BalancerHop, EdgeHop } from './hop.ts'
import { joinTrace } from './join-trace.ts'
import { endOf, type Segment } from './segment.ts'

/** Services sample a request a second each plus a share of the rest: about seven minutes of a busy world. */
const MOST_TRACES = 3_000
/** X-Ray refuses traces over 500 kB; a visitor's has about ten segments. */
const MOST_SEGMENTS = 100
/** All requests, traced or not: five minutes at 40 requests a second. Older traces have only their services' segments. */
const MOST_HOPS = 12_000

export interface Trace {
  readonly id: string
  /** By start time. */
  readonly segments: readonly Segment[]
  /** Epoch seconds. */
  readonly startTime: number
  readonly endTime: number
}

/** Segments that services sent, by trace, and requests of load balancers and edges, which become segments of those traces. */
export class TraceStore {
  readonly #sent = new BoundedMap<string, Segment[]>(MOST_TRACES)
  readonly #balancers = new BoundedMap<string, BalancerHop[]>(MOST_HOPS)
  readonly #edges = new BoundedMap<string, EdgeHop>(MOST_HOPS)

  /** A segment sent again replaces the one in progress. */
  add(segment: Segment): void {
    const known = this.#sent.get(segment.trace_id)
    if (!known) {
      this.#sent.set(segment.trace_id, [segment])
      return
    }
    const at = known.findIndex(({ id }) => id === segment.id)
    if (at !== -1) known[at] = segment
    else if (known.length < MOST_SEGMENTS) known.push(segment)
  }

  addBalancer(hop: BalancerHop): void {
    const known = this.#balancers.get(hop.traceId)
    if (!known) this.#balancers.set(hop.traceId, [hop])
    else if (known.length < MOST_SEGMENTS) known.push(hop)
  }

  addEdge(hop: EdgeHop): void {
    this.#edges.set(hop.requestId, hop)
  }

  find(id: string): Trace | undefined {
    const sent = this.#sent.get(id)
    return sent && this.#join(id, sent)
  }

  /** Traces that overlap a time range in epoch seconds, oldest first. */
  between(startTime: number, endTime: number): readonly Trace[] {
    const traces: Trace[] = []
    // Joins only candidates: an edge's request begins at most seconds before a service's.
    for (const [id, sent] of this.#sent)
      if (
        sent.some(
          (segment) =>
            segment.start_time <= endTime + SLACK_SECONDS && endOf(segment) >= startTime - SLACK_SECONDS,
        )
      ) {
        const trace = this.#join(id, sent)
        if (trace.startTime <= endTime && trace.endTime >= startTime) traces.push(trace)
      }
    return traces
  }

  #join(id: string, sent: readonly Segment[]): Trace {
    const segments = joinTrace(id, sent, this.#balancers.get(id) ?? [], (requestId) =>
      this.#edges.get(requestId),
    )
    return {
      id,
      segments,
      startTime: segments.reduce(
        (least, { start_time }) => Math.min(least, start_time),
        Number.POSITIVE_INFINITY,
      ),
      endTime: segments.reduce((most, segment) => Math.max(most, endOf(segment)), 0),
    }
  }
}

const SLACK_SECONDS = 60
