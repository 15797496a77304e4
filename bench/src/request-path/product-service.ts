import { openDatabase } from '@meridian/database'
import { buildApp } from '@meridian/marketing-api/app'
import { loadConfig } from '@meridian/marketing-api/config'
import { createLifecycle } from '@meridian/marketing-api/lifecycle'
import { createLogger, createMetrics, startXRayTracing } from '@meridian/observability'

// The product as it runs in its container: logs, metrics, security headers, load shedding, and tracing with X-Ray's
// default sampling to a daemon that is not running. Only TLS to the database is off, as for the plain service.

const { port, database: databaseName } = JSON.parse(process.argv[2] ?? '{}') as {
  port: number
  database: string
}

const service = 'marketing-api'
const config = loadConfig({
  AWS_REGION: 'us-east-1',
  DATABASE_READER_HOST: '127.0.0.1',
  DATABASE_WRITER_HOST: '127.0.0.1',
  DATABASE_PORT: String(port),
  DATABASE_NAME: databaseName,
  DATABASE_CREDENTIALS: '{"username":"postgres","password":"unused"}',
})
const lifecycle = createLifecycle()
lifecycle.phase = 'serving'
lifecycle.schema = 'ready'

const app = await buildApp(config, {
  database: openDatabase({
    reader: config.reader,
    writer: config.writer,
    credentials: config.credentials,
    database: databaseName,
    applicationName: service,
    tls: 'off',
  }),
  logger: createLogger({ service, region: config.region, level: 'info' }),
  metrics: createMetrics({ service, region: config.region }),
  tracing: startXRayTracing({ service, region: config.region, daemonAddress: '127.0.0.1:9' }),
  lifecycle,
})
const origin = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.(origin)
