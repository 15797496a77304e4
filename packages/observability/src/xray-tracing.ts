import type { Segment, Subsegment } from 'aws-xray-sdk-core'
import { type RecordedSpan, type RecordedTrace, recordTrace } from './record-trace.ts'
import { createSampler, type SamplingRule } from './sampling.ts'
import { parseTraceHeader } from './trace-header.ts'
import type { Tracing } from './tracing.ts'

export interface XRayOptions {
  readonly service: string
  readonly region: string
  /** `host:port` of the daemon, as in AWS_XRAY_DAEMON_ADDRESS. */
  readonly daemonAddress: string
  readonly sampling?: SamplingRule
  /** Called once if the SDK cannot be used; requests continue untraced. */
  readonly onError?: (error: unknown) => void
}

/** X-Ray's own default rule. */
const DEFAULT_SAMPLING: SamplingRule = { perSecond: 1, share: 0.05 }

type XRaySdk = typeof import('aws-xray-sdk-core')

/**
 * Sends a segment per sampled request to the X-Ray daemon over UDP: nothing waits for it, and a missing daemon is not an error.
 *
 * The SDK is loaded on the first sampled request, and told of a request when it is over: so the first requests are traced too. It
 * runs in manual mode: its automatic mode follows every promise of the process (async_hooks), which would also slow the requests
 * that are not sampled.
 */
export function startXRayTracing(options: XRayOptions): Tracing {
  const sampler = createSampler(options.sampling ?? DEFAULT_SAMPLING, Date.now, Math.random)
  let loading: Promise<XRaySdk | undefined> | undefined

  const load = () =>
    loadSdk(options.daemonAddress).catch((error) => {
      options.onError?.(error)
      return undefined
    })

  return {
    start(request) {
      const header = parseTraceHeader(request.traceHeader)
      if (!sampler.decide(header)) return undefined
      loading ??= load()
      const loaded = loading
      return recordTrace(request, header, (recorded) => {
        void loaded.then((sdk) => quietly(() => sdk && sendSegment(sdk, options, recorded)))
      })
    },
    async [Symbol.asyncDispose]() {
      await loading
    },
  }
}

async function loadSdk(daemonAddress: string): Promise<XRaySdk> {
  process.env.AWS_XRAY_MANUAL_MODE ??= 'true'
  const imported = (await import('aws-xray-sdk-core')) as XRaySdk & { default?: XRaySdk }
  const sdk = imported.default ?? imported
  sdk.setLogger(SILENT)
  sdk.setContextMissingStrategy('IGNORE_ERROR')
  sdk.setDaemonAddress(daemonAddress)
  return sdk
}

/** The SDK logs each segment it could not send; a missing daemon does not deserve a line every second. */
const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

function sendSegment(
  sdk: XRaySdk,
  { service, region }: XRayOptions,
  { id, root, parent, request, span, status, subsegments }: RecordedTrace,
): void {
  const segment = new sdk.Segment(service, root, parent)
  segment.id = id
  segment.start_time = span.startedAt
  segment.end_time = span.endedAt ?? span.startedAt
  segment.addAnnotation('region', region)
  annotate(segment, span)
  for (const recorded of subsegments) {
    const subsegment = segment.addNewSubsegment(recorded.name)
    if (recorded.namespace !== undefined) subsegment.namespace = recorded.namespace
    annotate(subsegment, recorded)
    subsegment.close(errorOf(recorded))
    // One that is still open is cut off with its request.
    const { startedAt, endedAt = segment.end_time } = recorded
    Object.assign(subsegment, { start_time: startedAt, end_time: endedAt })
  }
  const { method, url, userAgent } = request
  const http = { method, url, ...(userAgent ? { user_agent: userAgent } : {}) }
  // The SDK types this field as its own class, which can only be built from a node:http request.
  Object.assign(segment, { http: { request: http, response: { status } } })
  if (status === 429) segment.addThrottleFlag()
  if (status >= 500) segment.addFaultFlag()
  else if (status >= 400) segment.addErrorFlag()
  segment.close(errorOf(span))
}

/** The SDK refuses annotations of other types; a trace without one is better than none. */
function annotate(segment: Segment | Subsegment, { annotations }: RecordedSpan): void {
  for (const [key, value] of annotations) quietly(() => segment.addAnnotation(key, value))
}

const errorOf = ({ error }: RecordedSpan): Error | undefined =>
  error instanceof Error ? withoutMessage(error) : undefined

/** Messages may quote user input; the trace keeps the error's name, the log has the scrubbed rest. */
function withoutMessage(error: Error): Error {
  return Object.assign(new Error(error.name), { name: error.name, stack: '' })
}

/** Tracing only observes the work and must never make it fail. */
function quietly(work: () => unknown): void {
  try {
    work()
  } catch {
    // The request itself went well.
  }
}
