import { type Database, openDatabase } from '@meridian/database'
import { startThrowawayPostgres, type ThrowawayPostgres } from '@meridian/database/testing'
import { createLogger, createMetrics, NO_TRACING } from '@meridian/observability'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, vi } from 'vitest'
import { buildApp } from '../src/app.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { type ApiLifecycle, createLifecycle } from '../src/lifecycle.ts'
import { prepareDatabase } from './database.ts'

/** The app over a throwaway server, and what else a test looks at. */
export interface TestApp extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly database: Database
  readonly lifecycle: ApiLifecycle
  /** Every line logged so far. */
  readonly log: readonly string[]
}

export interface TestAppOptions {
  readonly config?: Partial<Config>
  /** Where the writer is, if different from the reader. */
  readonly writerPort?: number
}

const CONFIG = loadConfig({
  AWS_REGION: 'ap-northeast-2',
  DATABASE_READER_HOST: '127.0.0.1',
  DATABASE_WRITER_HOST: '127.0.0.1',
  DATABASE_CREDENTIALS: '{"username":"postgres","password":"unused"}',
  TRUSTED_PROXY_HOPS: '2',
})

/** Builds the app as `server.ts` does, with a serving lifecycle, no tracing and a log kept in memory. */
export async function startTestApp(
  server: ThrowawayPostgres,
  name: string,
  options: TestAppOptions = {},
): Promise<TestApp> {
  const { endpoint, credentials } = server.settings(name)
  const database = openDatabase({
    reader: endpoint,
    writer: { ...endpoint, port: options.writerPort ?? endpoint.port },
    credentials,
    database: name,
    tls: 'off',
    applicationName: 'test',
    parking: { budgetMs: options.config?.writeBudgetMs ?? 300 },
  })
  // As in `main.ts`, except that there it is not awaited.
  database.warm()
  if (options.writerPort === undefined)
    await vi.waitUntil(() => database.load().writer.connections > 0, { timeout: 5_000, interval: 5 })
  const log: string[] = []
  const lifecycle = createLifecycle()
  lifecycle.phase = 'serving'
  lifecycle.schema = 'ready'
  const app = await buildApp(
    { ...CONFIG, ...options.config },
    {
      database,
      logger: createLogger({
        service: 'marketing-api',
        region: CONFIG.region,
        level: 'info',
        destination: { write: (line) => void log.push(line) },
      }),
      metrics: createMetrics({ service: 'marketing-api', region: CONFIG.region }),
      tracing: NO_TRACING,
      lifecycle,
    },
  )
  return {
    app,
    database,
    lifecycle,
    log,
    async [Symbol.asyncDispose]() {
      await app.close()
      await database.close()
    },
  }
}

/** One server, database and app for a whole file; a test disposes any other app it starts over the same database. */
export interface SharedApp {
  readonly test: TestApp
  another(options: TestAppOptions): Promise<TestApp>
}

/** Starts a SharedApp before the file's tests and stops it after them; usable inside tests only. */
export function shareTestApp(parameters: readonly string[] = []): SharedApp {
  let started: { server: ThrowawayPostgres; name: string; test: TestApp } | undefined
  const running = () => {
    if (!started) throw new Error('The shared app is there once the tests run')
    return started
  }
  beforeAll(async () => {
    const server = await startThrowawayPostgres([...parameters])
    const name = await prepareDatabase(server)
    started = { server, name, test: await startTestApp(server, name) }
  })
  afterAll(async () => {
    await started?.test[Symbol.asyncDispose]()
    await started?.server.stop()
  })
  return {
    get test() {
      return running().test
    },
    another: (options) => startTestApp(running().server, running().name, options),
  }
}
