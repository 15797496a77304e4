import type { Trace, Tracing } from '@meridian/observability'
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Lifecycle } from './lifecycle.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined unless the request is sampled. */
    trace: Trace | undefined
  }
}

type LevelledLogger = FastifyBaseLogger & { isLevelEnabled?(level: string): boolean }

export interface RequestsOptions {
  readonly tracing: Tracing
  readonly lifecycle: Lifecycle
  /** Set on every response. */
  readonly headers?: Readonly<Record<string, string>>
  /** Additional counting for a completed request. */
  readonly onCompleted?: (request: FastifyRequest, reply: FastifyReply, route: string) => void
}

/**
 * Observes every request: headers, one log line, a segment if sampled. Health checks get neither line nor segment: they come
 * every second and would use up the samples meant for visitors' requests.
 *
 * One hook at each end, written out, because even the cheapest read pays for everything here.
 */
export function observeRequests(app: FastifyInstance, options: RequestsOptions): void {
  const { tracing, lifecycle, headers = {}, onCompleted } = options
  app.decorateRequest('trace', undefined)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    // Makes load balancers and clients open a new connection, which leads to another task.
    if (lifecycle.phase === 'draining') reply.header('connection', 'close')
    if (!isRoutine(routeOf(request))) request.trace = tracing.start(describe(request))
    request.trace?.annotate('requestId', request.id)
    done()
  })

  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request)
    request.trace?.close(reply.statusCode)
    onCompleted?.(request, reply, route)
    writeLine(app, request, reply, route)
    done()
  })
}

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown'

const isRoutine = (route: string): boolean => route.includes('/health/') || route === '/metrics'

/** The trace header for calls made on behalf of this request. */
export function traceHeaderOf(request: FastifyRequest): string | undefined {
  return request.trace?.header ?? receivedTraceHeader(request)
}

function receivedTraceHeader({ headers }: FastifyRequest): string | undefined {
  const received = headers['x-amzn-trace-id']
  return typeof received === 'string' ? received : undefined
}

function describe(request: FastifyRequest) {
  const traceHeader = receivedTraceHeader(request)
  const userAgent = request.headers['user-agent']
  return {
    method: request.method,
    url: pathOf(request.url),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(userAgent !== undefined && { userAgent }),
  }
}

/** A query may contain personal input; the path never does. */
function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

function writeLine(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, route: string): void {
  const level = isRoutine(route) ? 'debug' : 'info'
  // Pino has this method; Fastify's logger for an app without one does not.
  const log: LevelledLogger = app.log
  if (log.isLevelEnabled?.(level) === false) return
  log[level](
    {
      requestId: request.id,
      traceId: request.trace?.id,
      method: request.method,
      path: pathOf(request.url),
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 1_000) / 1_000,
    },
    'request completed',
  )
}
