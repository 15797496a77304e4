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
  /** The same on every answer. */
  readonly headers?: Readonly<Record<string, string>>
  /** What else is counted of a request that was answered. */
  readonly onCompleted?: (request: FastifyRequest, reply: FastifyReply, route: string) => void
}

/**
 * What happens to every request: headers, one line in the log, a segment when sampled. Health checks leave neither line nor segment:
 * they come every second, and would take the samples that visitors' requests are worth.
 *
 * One hook at each end, written out, because everything here is paid by the cheapest read too.
 */
export function observeRequests(app: FastifyInstance, options: RequestsOptions): void {
  const { tracing, lifecycle, headers = {}, onCompleted } = options
  app.decorateRequest('trace', undefined)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    // Tells load balancers and clients to come back on another connection, which will lead elsewhere.
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

/** The header with which calls for this request join its trace. */
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

/** A query may hold what a person typed; the path never does. */
function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

function writeLine(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, route: string): void {
  const level = isRoutine(route) ? 'debug' : 'info'
  // Pino has it; the logger that an app without one is given has not.
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
