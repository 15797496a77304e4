import {
  type Logger,
  METRIC_NAMES,
  type Metrics,
  RequestLogger,
  type RequestTimer,
  type Trace,
  type Tracing,
} from '@meridian/observability'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Lifecycle } from '../lifecycle.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Undefined unless the request is sampled. */
    trace: Trace | undefined
  }
}

export interface RequestsOptions {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly tracing: Tracing
  readonly lifecycle: Lifecycle
  /** The same on every answer. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What happens to every request: headers, one line in the log, one observation, a segment when sampled.
 *
 * One hook at each end, written out, because everything here is paid by the cheapest read too.
 */
export function observeRequests(app: FastifyInstance, options: RequestsOptions): void {
  const { logger, metrics, tracing, lifecycle, headers } = options
  const timers = new Map<string, RequestTimer>()
  app.decorateRequest('trace', undefined)

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    // Tells load balancers and clients to come back on another connection, which will lead elsewhere.
    if (lifecycle.phase === 'draining') reply.header('connection', 'close')
    request.trace = tracing.start(describe(request))
    request.trace?.annotate('requestId', request.id)
    done()
  })

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown'
    const milliseconds = reply.elapsedTime
    request.trace?.close(reply.statusCode)
    timerFor(request.method, route, reply.statusCode)(milliseconds / 1000)
    writeLine(logger, request, reply, route, milliseconds)
    done()
  })

  function timerFor(method: string, route: string, status: number): RequestTimer {
    const key = `${method} ${route} ${status}`
    let timer = timers.get(key)
    if (timer === undefined) {
      timer = metrics.requestTimer(method, route, status)
      timers.set(key, timer)
    }
    return timer
  }

  metrics.gauge(METRIC_NAMES.ready, 'Whether this task takes part in serving.', () =>
    lifecycle.phase === 'serving' ? 1 : 0,
  )
}

function describe(request: FastifyRequest) {
  const header = request.headers['x-amzn-trace-id']
  const userAgent = request.headers['user-agent']
  return {
    method: request.method,
    url: pathOf(request.url),
    ...(typeof header === 'string' ? { traceHeader: header } : {}),
    ...(userAgent === undefined ? {} : { userAgent }),
  }
}

/** A query may hold what a person typed; the path never does. */
function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

function writeLine(
  logger: Logger,
  request: FastifyRequest,
  reply: FastifyReply,
  route: string,
  milliseconds: number,
): void {
  const isProbe = route.includes('/health/') || route === '/metrics'
  const level = isProbe ? 'debug' : 'info'
  if (!logger.isLevelEnabled(level)) return
  logger[level](
    {
      requestId: request.id,
      traceId: request.trace?.id,
      method: request.method,
      path: pathOf(request.url),
      route,
      status: reply.statusCode,
      durationMs: Math.round(milliseconds * 1000) / 1000,
    },
    'request completed',
  )
}

/** Gives each request a logger that is made when it is used. */
export function lazyRequestLogger(logger: unknown, bindings: object): RequestLogger {
  return new RequestLogger(logger as Logger, bindings)
}

/** Request ids that cost no random bytes: the process's own prefix and a count. */
export function createRequestIds(prefix: string): () => string {
  let count = 0
  return () => {
    count += 1
    return `${prefix}-${count.toString(36)}`
  }
}
