import type { BatchGetTracesCommandInput, BatchGetTracesResult } from '@aws-sdk/client-xray'
import type { Trace } from '../../model/trace-store.ts'
import type { XRayControl } from '../context.ts'

/** Returns whole documents, and the ids that are unknown. */
export const batchGetTraces =
  ({ store }: XRayControl) =>
  ({ TraceIds = [] }: BatchGetTracesCommandInput): BatchGetTracesResult => {
    const found = TraceIds.flatMap((id) => store.find(id) ?? [])
    return {
      Traces: found.map(toTrace),
      UnprocessedTraceIds: TraceIds.filter((id) => !found.some((trace) => trace.id === id)),
    }
  }

const toTrace = ({ endTime, id, segments, startTime }: Trace) => ({
  Id: id,
  Duration: endTime - startTime,
  LimitExceeded: false,
  Segments: segments.map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
})
