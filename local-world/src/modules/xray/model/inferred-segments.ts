import { createHash } from 'node:crypto'
import type { Segment, Subsegment } from './segment.ts'

const ID_DIGITS = 16

/** Segments that X-Ray infers from remote calls to something that sends none: a database is seen through its clients. */
export function inferredSegments(segment: Segment): readonly Segment[] {
  return (segment.subsegments ?? []).flatMap((call) => inferredFrom(call, segment.trace_id))
}

function inferredFrom(call: Subsegment, traceId: string): readonly Segment[] {
  const inner = (call.subsegments ?? []).flatMap((each) => inferredFrom(each, traceId))
  const database = call.annotations?.database
  if (call.namespace !== 'remote' || typeof database !== 'string') return inner
  const { annotations, end_time, error, fault, start_time } = call
  return [
    {
      // The same id each time.
      id: createHash('sha256').update(`${traceId} ${call.id}`).digest('hex').slice(0, ID_DIGITS),
      trace_id: traceId,
      parent_id: call.id,
      name: database,
      start_time,
      ...(end_time !== undefined && { end_time }),
      ...(fault && { fault }),
      ...(error && { error }),
      ...(annotations && { annotations }),
      inferred: true,
      origin: 'Database::SQL',
    },
    ...inner,
  ]
}
