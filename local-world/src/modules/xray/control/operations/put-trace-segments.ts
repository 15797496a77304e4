import type {
  PutTraceSegmentsCommandInput,
  PutTraceSegmentsResult,
  UnprocessedTraceSegment,
} from '@aws-sdk/client-xray'
import { problemOf, type Segment } from '../../model/segment.ts'
import type { XRayControl } from '../context.ts'

const MOST_DOCUMENT_BYTES = 65_536

/** Each document is accepted or rejected separately. */
export const putTraceSegments =
  ({ store }: XRayControl) =>
  ({ TraceSegmentDocuments = [] }: PutTraceSegmentsCommandInput): PutTraceSegmentsResult => ({
    UnprocessedTraceSegments: TraceSegmentDocuments.flatMap((text): UnprocessedTraceSegment[] => {
      if (Buffer.byteLength(text) > MOST_DOCUMENT_BYTES)
        return [{ ErrorCode: 'SegmentTooLarge', Message: 'The segment document exceeds 64 kB' }]
      const document = parsed(text)
      const problem = problemOf(document)
      if (problem === undefined) {
        store.add(document as Segment)
        return []
      }
      const { id } = (document ?? {}) as { readonly id?: unknown }
      return [{ Id: typeof id === 'string' ? id : undefined, ErrorCode: 'ParseError', Message: problem }]
    }),
  })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
