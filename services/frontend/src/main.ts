import { createLogger, startXRayTracing } from '@meridian/observability'
import { createApiClient } from './api/api-client.ts'
import { createTransport } from './api/transport.ts'
import { buildApp } from './app.ts'
import { type Config, loadConfig } from './config.ts'
import { drainOnSignals } from './drain.ts'
import { ConfigInvalidError } from './errors.ts'

/** Starts the site and returns when it listens; signals end it. */
export async function main(): Promise<void> {
  const config = readConfig()
  const logger = createLogger({ service: 'frontend', region: config.region, level: config.logLevel })
  const tracing = startXRayTracing({
    service: 'frontend',
    region: config.region,
    daemonAddress: config.xrayDaemonAddress,
    onFault: (error) => logger.warn({ err: error }, 'tracing is off'),
  })
  const transport = createTransport(config.apiOrigin, config.apiOriginKey)
  const api = createApiClient(transport, {
    readTimeoutMs: config.apiReadTimeoutMs,
    writeTimeoutMs: config.apiWriteTimeoutMs,
    staleMaxAgeMs: config.staleMaxAgeSeconds * 1_000,
  })
  const draining = { isDraining: false }
  const app = await buildApp(config, { api, logger, observers: { tracing }, draining })

  drainOnSignals(app, config, draining, async () => {
    await transport[Symbol.asyncDispose]()
    await tracing[Symbol.asyncDispose]()
  })
  await app.listen({ port: config.port, host: config.host })
}

function readConfig(): Config {
  try {
    return loadConfig()
  } catch (error) {
    if (!(error instanceof ConfigInvalidError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
    process.exit(2)
  }
}
