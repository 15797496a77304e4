import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import rateLimit from '@fastify/rate-limit'
import { NO_TRACING, type Tracing } from '@meridian/observability'
import {
  answerErrors,
  answerMalformedAddress,
  answerWithin,
  type Lifecycle,
  observeRequests,
} from '@meridian/service-skeleton'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { ApiClient } from './api/api-client.ts'
import { loadAssets } from './assets/assets.ts'
import { assetRoutes } from './assets/routes.ts'
import { campaignRoutes } from './campaigns/routes.ts'
import type { Config } from './config.ts'
import { leadRoutes } from './leads/routes.ts'
import { installForms } from './plugins/forms.ts'
import { siteHealth } from './plugins/health.ts'
import { problemPages } from './plugins/problems.ts'
import { PAGE_HEADERS } from './plugins/security.ts'
import { shedPages } from './plugins/shedding.ts'
import { answerUnreadableRequest } from './plugins/unreadable-request.ts'
import type { Site } from './site/site.ts'
import { statusRoutes } from './status/routes.ts'

/** What the app is given rather than creates; it closes none of it. */
export interface AppDependencies {
  readonly api: ApiClient
  readonly logger?: FastifyBaseLogger
  readonly tracing?: Tracing
  readonly lifecycle?: Lifecycle
}

/** Longer than the load balancer's idle time-out of 60 s, which must close first. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000
const REQUEST_TIMEOUT_MS = 10_000
/** How often Node looks for overdue requests; its default is 30 s, three times the time-out. */
const OVERDUE_CHECK_MS = 1_000
/** Added to the API's time-out for a form: the edge waits for 30 s. */
const BEYOND_API_MS = 5_000
const ASSET_FOLDER = join(import.meta.dirname, '../assets')

/** The marketing site, without a port. */
export async function buildApp(config: Config, dependencies: AppDependencies): Promise<FastifyInstance> {
  const { tracing = NO_TRACING, lifecycle = { phase: 'serving' } } = dependencies
  const site: Site = { config, api: dependencies.api, assets: loadAssets(ASSET_FOLDER) }
  const problems = problemPages(site)
  const app = fastify({
    ...(dependencies.logger ? { loggerInstance: dependencies.logger } : { logger: false }),
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // Fastify does not accept a plain number, because it cannot know the peer. Here the security group guarantees it: only the
    // load balancer reaches a task.
    trustProxy: (_address, hop) => hop < config.trustedProxyHops,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { connectionsCheckingInterval: OVERDUE_CHECK_MS },
    frameworkErrors: answerMalformedAddress(PAGE_HEADERS, problems),
    clientErrorHandler: answerUnreadableRequest,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })

  observeRequests(app, { tracing, lifecycle, headers: PAGE_HEADERS })
  answerErrors(app, problems)
  installForms(app)
  await app.register(rateLimit, { global: false })
  answerWithin(app, config.apiWriteTimeoutMs + BEYOND_API_MS)
  shedPages(app)

  siteHealth(app, site, lifecycle)
  assetRoutes(app, site.assets)
  statusRoutes(app, site)
  leadRoutes(app, site)
  campaignRoutes(app, site)
  return app
}
