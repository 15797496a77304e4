import { NO_TRACING, type Trace, type Tracing } from '@meridian/observability'
import type { FastifyInstance, FastifyRequest } from 'fastify'

export interface Observers {
  readonly tracing: Tracing
}

export const NO_OBSERVERS: Observers = { tracing: NO_TRACING }

const traces = new WeakMap<FastifyRequest, Trace>()

/** The header with which calls for this request join its trace. */
export function traceHeaderOf(request: FastifyRequest): string | undefined {
  const received = request.headers['x-amzn-trace-id']
  return traces.get(request)?.header ?? (typeof received === 'string' ? received : undefined)
}

/** A trace segment and one log line for every request. */
export function installRequestLog(app: FastifyInstance, { tracing }: Observers): void {
  app.addHook('onRequest', async (request) => {
    const traceHeader = traceHeaderOf(request)
    const trace = tracing.start({
      method: request.method,
      url: request.url,
      ...(traceHeader === undefined ? {} : { traceHeader }),
    })
    if (!trace) return
    // What a visitor reads on an error page finds the trace.
    trace.annotate('requestId', request.id)
    traces.set(request, trace)
  })

  app.addHook('onResponse', async (request, reply) => {
    const trace = traces.get(request)
    trace?.close(reply.statusCode)
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        traceId: trace?.id,
      },
      'request',
    )
  })
}
