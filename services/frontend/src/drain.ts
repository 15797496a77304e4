import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

/**
 * Ends the process without dropping a request: stop being ready, keep serving while load balancers notice, then refuse
 * new connections and wait for the requests in hand. A second signal, or the deadline, ends it at once.
 */
export function drainOnSignals(
  app: FastifyInstance,
  config: Pick<Config, 'drainDelayMs' | 'closeTimeoutMs'>,
  draining: { isDraining: boolean },
  release: () => Promise<void>,
): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void onSignal(signal))

  async function onSignal(signal: NodeJS.Signals): Promise<void> {
    if (draining.isDraining) process.exit(1)
    draining.isDraining = true
    app.log.info({ signal, drainDelayMs: config.drainDelayMs }, 'draining')
    setTimeout(() => {
      app.log.error({ closeTimeoutMs: config.closeTimeoutMs }, 'closed with requests still open')
      process.exit(1)
    }, config.closeTimeoutMs).unref()
    await sleep(config.drainDelayMs)
    await app.close()
    await release()
    app.log.info('closed')
    process.exit(0)
  }
}
