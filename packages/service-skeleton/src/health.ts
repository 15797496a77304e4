import type { FastifyInstance, FastifySchema } from 'fastify'
import type { Lifecycle } from './lifecycle.ts'

/** Whether a task can do its work, and why not. */
export interface Readiness {
  readonly isReady: boolean
  readonly reason: string
}

export interface HealthOptions<Answer extends Readiness> {
  readonly check: () => Promise<Answer>
  /** `/health`, and other paths where proxies look for it. */
  readonly prefixes?: readonly string[]
  readonly schemas?: { readonly live: FastifySchema; readonly ready: FastifySchema }
}

const NO_SCHEMAS = { live: {}, ready: {} }

/**
 * `live`: the process serves. Load balancers and containers check this, so it depends on nothing else.
 * `ready`: the result of `check`, with 200 or 503. Route 53, deployments and people check this.
 */
export function healthRoutes<Answer extends Readiness>(
  app: FastifyInstance,
  { check, prefixes = ['/health'], schemas = NO_SCHEMAS }: HealthOptions<Answer>,
): void {
  for (const prefix of prefixes) {
    app.get(`${prefix}/live`, { schema: schemas.live }, (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'alive' }),
    )

    app.get(`${prefix}/ready`, { schema: schemas.ready }, async (_request, reply) => {
      const { isReady, ...answer } = await check()
      reply.code(isReady ? 200 : 503).header('cache-control', 'no-store')
      return { status: isReady ? 'ready' : 'not-ready', ...answer }
    })
  }
}

/** Makes a draining task unready, whatever its dependencies report; undefined while it serves. */
export function drainingReadiness({ phase }: Lifecycle): Readiness | undefined {
  return phase === 'draining' ? { isReady: false, reason: 'draining: the task was told to stop' } : undefined
}
