import type { Segment, Subsegment as XRaySubsegment } from 'aws-xray-sdk-core'
import { createSampler, type SamplingRule } from './sampling.ts'
import { formatTraceHeader, parseTraceHeader, type TraceHeader } from './trace-header.ts'
import type { RequestDescription, Subsegment, Trace, Tracing } from './tracing.ts'

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
 * The SDK is loaded on the first sampled request, which itself is not traced. It runs in manual mode: its automatic mode follows
 * every promise of the process (async_hooks), which would also slow the requests that are not sampled.
 */
export function startXRayTracing(options: XRayOptions): Tracing {
  const sampler = createSampler(options.sampling ?? DEFAULT_SAMPLING, Date.now, Math.random)
  let sdk: XRaySdk | undefined
  let loading: Promise<void> | undefined

  async function load(): Promise<void> {
    try {
      sdk = await loadSdk(options.daemonAddress)
    } catch (error) {
      options.onError?.(error)
    }
  }

  return {
    start(request) {
      const header = parseTraceHeader(request.traceHeader)
      if (!sampler.decide(header)) return undefined
      if (sdk === undefined) {
        loading ??= load()
        return undefined
      }
      return quietly(() => openSegment(sdk as XRaySdk, options, request, header))
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

function openSegment(
  sdk: XRaySdk,
  options: XRayOptions,
  request: RequestDescription,
  header: TraceHeader,
): Trace {
  const segment = new sdk.Segment(options.service, header.root, header.parent)
  segment.addAnnotation('region', options.region)
  const http = {
    request: {
      method: request.method,
      url: request.url,
      ...(request.userAgent ? { user_agent: request.userAgent } : {}),
    },
  }
  return {
    id: segment.trace_id,
    header: formatTraceHeader({ root: segment.trace_id, parent: segment.id, sampled: true }),
    annotate: (key, value) => void quietly(() => segment.addAnnotation(key, value)),
    begin: (name, namespace) => openSubsegment(segment, name, namespace),
    close: (statusCode, error) => void quietly(() => closeSegment(segment, http, statusCode, error)),
  }
}

function closeSegment(segment: Segment, http: object, statusCode: number, error: unknown): void {
  // The SDK types this field as its own class, which can only be built from a node:http request.
  Object.assign(segment, { http: { ...http, response: { status: statusCode } } })
  if (statusCode === 429) segment.addThrottleFlag()
  if (statusCode >= 500) segment.addFaultFlag()
  else if (statusCode >= 400) segment.addErrorFlag()
  segment.close(error instanceof Error ? withoutMessage(error) : undefined)
}

function openSubsegment(segment: Segment, name: string, namespace: 'remote' | undefined): Subsegment {
  const subsegment = quietly(() => segment.addNewSubsegment(name)) as XRaySubsegment | undefined
  if (subsegment !== undefined && namespace !== undefined) subsegment.namespace = namespace
  return {
    annotate: (key, value) => void quietly(() => subsegment?.addAnnotation(key, value)),
    close: (error) =>
      void quietly(() => subsegment?.close(error instanceof Error ? withoutMessage(error) : undefined)),
  }
}

/** Messages may quote user input; the trace keeps the error's name, the log has the scrubbed rest. */
function withoutMessage(error: Error): Error {
  return Object.assign(new Error(error.name), { name: error.name, stack: '' })
}

/** Tracing only observes the work and must never make it fail. */
function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
