import { flushCompileCache } from 'node:module'
import { openDatabase } from '@meridian/database'
import {
  type BusinessCounts,
  createLogger,
  createMetrics,
  type Logger,
  startBusinessMetrics,
  startXRayTracing,
  type Tracing,
} from '@meridian/observability'
import { drainOnSignals, loadOrExit } from '@meridian/service-skeleton'
import { type AppDependencies, buildApp } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import { createLifecycle } from './lifecycle.ts'
import { MOST_PARKED_WRITES } from './plugins/shedding.ts'
import { renewableLogin } from './renewable-login.ts'
import { watchSchema } from './watch-schema.ts'

const SERVICE = 'marketing-api'
/** A task notices a new writer within this time. */
const WATCH_EVERY_MS = 250

/** Starts the service and returns when it listens; signals end it. */
export async function main(): Promise<void> {
  const config = loadOrExit(SERVICE, loadConfig)
  const logger = createLogger({ service: SERVICE, region: config.region, level: config.logLevel })
  const dependencies = openDependencies(config, logger)
  const { lifecycle, database } = dependencies
  const app = await buildApp(config, dependencies)
  const stopping = new AbortController()
  const business = startBusinessMetrics(logger, countsOf(dependencies))

  const drain = drainOnSignals(app, {
    ...config,
    lifecycle,
    async release() {
      await Promise.all([database.close(), dependencies.tracing[Symbol.asyncDispose]()])
      business[Symbol.dispose]()
      logger.flush()
    },
  })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
  await app.listen({ port: config.port, host: config.host })
  logger.info({ listening: app.server.address(), startedInMs: Math.round(performance.now()) }, 'listening')
  // Connecting to another continent takes a second; the first visitor who writes should not wait for it.
  database.warm()
  // Node writes the cache on a clean exit; a task that is killed should leave it to its successor too.
  flushCompileCache()

  const verdict = await watchSchema(database, lifecycle, logger, stopping.signal)
  if (verdict === 'refuse') {
    logger.fatal('the schema is newer than this program can work with; deploy a newer image')
    await drain('schema', 1)
  } else if (verdict === 'ready' && lifecycle.phase === 'starting') {
    lifecycle.phase = 'serving'
    logger.info('serving')
  }
}

function openDependencies(config: Config, logger: Logger): AppDependencies {
  const database = openDatabase({
    reader: config.reader,
    otherReaders: config.otherReaders,
    writer: config.writer,
    otherWriters: config.otherWriters,
    parking: { budgetMs: config.writeBudgetMs, most: MOST_PARKED_WRITES },
    watchEveryMs: WATCH_EVERY_MS,
    region: config.region,
    credentials: renewableLogin(config, logger),
    database: config.databaseName,
    applicationName: SERVICE,
  })
  return {
    database,
    logger,
    metrics: createMetrics({ service: SERVICE, region: config.region }),
    tracing: startTracing(config, logger),
    lifecycle: createLifecycle(),
  }
}

/** Counts since the last log line; the database counts from the start of the process. */
function countsOf({ database, metrics }: AppDependencies): () => BusinessCounts {
  let before = database.waits
  return () => {
    const now = database.waits
    const counts = {
      ...metrics.takeCounts(),
      parkedWrites: now.parkedWrites - before.parkedWrites,
      consistencyWaits: now.consistencyWaits - before.consistencyWaits,
    }
    before = now
    return counts
  }
}

function startTracing({ region, xrayDaemonAddress }: Config, logger: Logger): Tracing {
  return startXRayTracing({
    service: SERVICE,
    region,
    daemonAddress: xrayDaemonAddress,
    onError: (err) => logger.warn({ err }, 'tracing is off'),
  })
}
