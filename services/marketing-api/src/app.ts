import { randomBytes } from 'node:crypto'
import type { Database } from '@meridian/database'
import { type Logger, METRIC_NAMES, type Metrics, type Tracing } from '@meridian/observability'
import {
  answerErrors,
  answerMalformedAddress,
  answerWithin,
  observeRequests,
  securityHeaders,
} from '@meridian/service-skeleton'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { campaignRoutes } from './campaigns/routes.ts'
import type { Config } from './config.ts'
import { apiHealth } from './health/routes.ts'
import { leadRoutes } from './leads/routes.ts'
import type { ApiLifecycle } from './lifecycle.ts'
import { PROBLEM_DETAILS } from './plugins/errors.ts'
import { metricsRoute } from './plugins/metrics.ts'
import { describeApi } from './plugins/openapi.ts'
import { countRequests, createRequestIds, lazyRequestLogger } from './plugins/requests.ts'
import { shedRequests } from './plugins/shedding.ts'
import { regionRoutes } from './region/routes.ts'

/** What the app works with; its creator closes them. */
export interface AppDependencies {
  readonly database: Database
  readonly logger: Logger
  readonly metrics: Metrics
  readonly tracing: Tracing
  readonly lifecycle: ApiLifecycle
}

/** Longer than the load balancer keeps an idle connection (60 s), so that it never uses one that is closing. */
const KEEP_ALIVE_MS = 65_000
const REQUEST_MS = 15_000
/** How often Node looks for overdue requests; its default is 30 s, twice the time-out. */
const OVERDUE_CHECK_MS = 1_000
/** Added to a write's wait for its writer: a read that meets two silent servers, or a writer found late. */
const BEYOND_BUDGET_MS = 4_000
const BODY_BYTES = 32 * 1024
/** An API shows nothing in a browser, so its answers may load nothing. */
const SECURITY_HEADERS = securityHeaders(
  { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  { crossOriginResourcePolicy: { policy: 'same-site' } },
)

/** Builds the service without listening: a test injects requests, `server.ts` listens. */
export async function buildApp(config: Config, dependencies: AppDependencies): Promise<FastifyInstance> {
  const { database, logger, metrics, tracing, lifecycle } = dependencies
  const headers = { ...SECURITY_HEADERS, 'x-meridian-region': config.region }
  const app = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    childLoggerFactory: lazyRequestLogger as never,
    // `observeRequests` writes one line per request.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: createRequestIds(randomBytes(6).toString('hex')),
    // The nearest proxies are ours; the last of them sees the visitor's address.
    trustProxy: (_address, hop) => hop < config.trustedProxyHops,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    http: { connectionsCheckingInterval: OVERDUE_CHECK_MS },
    bodyLimit: BODY_BYTES,
    forceCloseConnections: 'idle',
    // Report all mistakes of a request at once, unknown fields included. The schemas are our own: validating them against JSON
    // Schema itself would compile that first, which takes longer than compiling ours.
    ajv: {
      customOptions: { allErrors: true, verbose: true, removeAdditional: false, validateSchema: false },
    },
    frameworkErrors: answerMalformedAddress(headers, PROBLEM_DETAILS),
  })

  answerErrors(app, PROBLEM_DETAILS)
  observeRequests(app, { tracing, lifecycle, headers, onCompleted: countRequests(metrics, lifecycle) })
  describeApi(app)
  metricsRoute(app, metrics)
  apiHealth(app, { database, lifecycle })
  await app.register(async (features) => {
    answerWithin(features, config.writeBudgetMs + BEYOND_BUDGET_MS)
    shedRequests(features, metrics)
    campaignRoutes(features, database, metrics)
    await leadRoutes(features, { ...config, database, metrics })
    regionRoutes(features, { ...config, database })
  })

  metrics.gauge(
    METRIC_NAMES.parkedWrites,
    'Writes that wait for a writer.',
    () => database.load().writer.parked,
  )
  metrics.gauge(
    METRIC_NAMES.writerSupported,
    'Whether a majority of the regions supported the writer when this task last renewed its own support.',
    () => Number(database.isWriterSupported ?? 0),
  )
  metrics.gauge(METRIC_NAMES.databaseConnections, 'Shared connections that are up.', () => {
    const load = database.load()
    return { reader: load.reader.connections, writer: load.writer.connections }
  })
  return app
}
