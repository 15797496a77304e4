/** A segment document as X-Ray accepts it: only the members read here, all untrusted. */
export interface Segment {
  readonly id: string
  readonly trace_id: string
  readonly name: string
  /** Epoch seconds. */
  readonly start_time: number
  /** Absent while `in_progress`. */
  readonly end_time?: number
  readonly parent_id?: string
  readonly in_progress?: boolean
  readonly inferred?: boolean
  readonly fault?: boolean
  readonly error?: boolean
  readonly throttle?: boolean
  /** The sender's type, such as `AWS::ECS::Fargate`. */
  readonly origin?: string
  readonly http?: {
    readonly request?: {
      readonly method?: string
      readonly url?: string
      readonly user_agent?: string
      readonly client_ip?: string
    }
    readonly response?: { readonly status?: number; readonly content_length?: number }
  }
  readonly annotations?: Readonly<Record<string, string | number | boolean>>
  readonly metadata?: object
  readonly aws?: object
  readonly subsegments?: readonly Subsegment[]
}

export interface Subsegment extends Omit<Segment, 'trace_id' | 'subsegments'> {
  readonly namespace?: string
  readonly subsegments?: readonly Subsegment[]
}

const TRACE_ID = /^1-[\da-f]{8}-[\da-f]{24}$/
const SEGMENT_ID = /^[\da-f]{16}$/

/** Why X-Ray would reject a document; undefined for a valid segment. */
export function problemOf(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null) return 'Not a JSON object'
  const {
    id,
    name,
    start_time: start,
    trace_id: traceId,
  } = document as Partial<Record<keyof Segment, unknown>>
  if (typeof id !== 'string' || !SEGMENT_ID.test(id)) return 'Invalid segment. ErrorCode: ID'
  if (typeof traceId !== 'string' || !TRACE_ID.test(traceId)) return 'Invalid segment. ErrorCode: TraceId'
  if (typeof name !== 'string' || name === '') return 'Invalid segment. ErrorCode: Name'
  if (typeof start !== 'number') return 'Invalid segment. ErrorCode: StartTime'
  return undefined
}

/** A segment still in progress has no known end, so it ends where it began. */
export const endOf = (segment: Pick<Segment, 'start_time' | 'end_time'>): number =>
  segment.end_time ?? segment.start_time

export const statusOf = ({ http }: Pick<Segment, 'http'>): number | undefined => http?.response?.status

/** Flags as services set them: 5xx is a fault, 4xx an error, 429 throttling. */
export function flagsOf(status: number): Pick<Segment, 'error' | 'fault' | 'throttle'> {
  if (status === 429) return { error: true, throttle: true }
  if (status >= 500) return { fault: true }
  return status >= 400 ? { error: true } : {}
}
