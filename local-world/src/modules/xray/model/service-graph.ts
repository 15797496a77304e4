import { endOf, type Segment, type Subsegment, statusOf } from './segment.ts'
import { idsIn } from './trace-facts.ts'
import type { Trace } from './trace-store.ts'

/** Statistics of the calls to one service or along one edge. */
export interface Tally {
  total: number
  ok: number
  errors: number
  throttles: number
  faults: number
  /** Sum, in seconds. */
  responseTime: number
  readonly responseTimes: number[]
  /** Epoch seconds. */
  startTime: number
  endTime: number
}

export interface GraphNode {
  readonly name: string
  readonly type: string
  readonly isRoot: boolean
  readonly tally: Tally
  /** By the key of the called node. */
  readonly calls: ReadonlyMap<string, Tally>
}

/** The type of a sender that states none. */
const UNNAMED_TYPE = 'AWS::ECS::Fargate'

export const typeOf = ({ origin }: Segment): string => origin ?? UNNAMED_TYPE

export const nodeKey = (segment: Segment): string => `${segment.name} ${typeOf(segment)}`

/** Services of traces and the calls between them, by node key. */
export function serviceGraphOf(traces: readonly Trace[]): ReadonlyMap<string, GraphNode> {
  const nodes = new Map<string, GraphNode & { calls: Map<string, Tally>; isRoot: boolean }>()
  for (const { segments } of traces) {
    const ownerOf = new Map(segments.flatMap((segment) => idsIn(segment).map((id) => [id, segment] as const)))
    for (const segment of segments) {
      const key = nodeKey(segment)
      const node = nodes.get(key) ?? {
        name: segment.name,
        type: typeOf(segment),
        isRoot: false,
        tally: emptyTally(),
        calls: new Map<string, Tally>(),
      }
      nodes.set(key, node)
      count(node.tally, segment)
      const parent = segment.parent_id === undefined ? undefined : ownerOf.get(segment.parent_id)
      if (!parent) node.isRoot = true
      else countCall(nodes.get(nodeKey(parent))?.calls, key, segment)
    }
  }
  return nodes
}

function countCall(calls: Map<string, Tally> | undefined, key: string, segment: Segment): void {
  const tally = calls?.get(key) ?? emptyTally()
  calls?.set(key, tally)
  count(tally, segment)
}

const emptyTally = (): Tally => ({
  total: 0,
  ok: 0,
  errors: 0,
  throttles: 0,
  faults: 0,
  responseTime: 0,
  responseTimes: [],
  startTime: Number.POSITIVE_INFINITY,
  endTime: 0,
})

function count(tally: Tally, segment: Segment | Subsegment): void {
  const seconds = endOf(segment) - segment.start_time
  tally.total += 1
  tally.responseTime += seconds
  tally.responseTimes.push(seconds)
  tally.startTime = Math.min(tally.startTime, segment.start_time)
  tally.endTime = Math.max(tally.endTime, endOf(segment))
  if (segment.fault === true) tally.faults += 1
  else if (segment.throttle === true || statusOf(segment) === 429) tally.throttles += 1
  else if (segment.error === true) tally.errors += 1
  else tally.ok += 1
}
