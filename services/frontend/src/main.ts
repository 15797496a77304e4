import { createLogger, startXRayTracing } from '@meridian/observability'
import { drainOnSignals, type Lifecycle, loadOrExit } from '@meridian/service-skeleton'
import { createApiClient } from './api/api-client.ts'
import { createTransport } from './api/transport.ts'
import { buildApp } from './app.ts'
import { loadConfig } from './config.ts'

/** Starts the site and returns when it listens; signals end it. */
export async function main(): Promise<void> {
  const config = loadOrExit('frontend', loadConfig)
  const logger = createLogger({ service: 'frontend', region: config.region, level: config.logLevel })
  const tracing = startXRayTracing({
    service: 'frontend',
    region: config.region,
    daemonAddress: config.xrayDaemonAddress,
    onError: (error) => logger.warn({ err: error }, 'tracing is off'),
  })
  const transport = createTransport(config.apiOrigin, config.apiOriginKey)
  const api = createApiClient(transport, {
    readTimeoutMs: config.apiReadTimeoutMs,
    writeTimeoutMs: config.apiWriteTimeoutMs,
    staleMaxAgeMs: config.staleMaxAgeSeconds * 1_000,
  })
  const lifecycle: Lifecycle = { phase: 'serving' }
  const app = await buildApp(config, { api, logger, tracing, lifecycle })

  drainOnSignals(app, {
    ...config,
    lifecycle,
    async release() {
      await transport[Symbol.asyncDispose]()
      await tracing[Symbol.asyncDispose]()
    },
  })
  await app.listen({ port: config.port, host: config.host })
}
