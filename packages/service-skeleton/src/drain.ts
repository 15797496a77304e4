import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Lifecycle } from './lifecycle.ts'

export interface DrainOptions {
  readonly lifecycle: Lifecycle
  /** From "not ready" to closing, in milliseconds. */
  readonly drainDelayMs: number
  /** From the signal until the process exits with what is still open, in milliseconds; includes the delay. */
  readonly closeTimeoutMs: number
  /** Closes what the app does not own, after the last response. */
  readonly release: () => Promise<unknown>
}

/**
 * Shuts the process down without dropping a request, on SIGTERM and SIGINT: it becomes unready, keeps serving while load
 * balancers notice, then refuses new connections and waits for the requests in hand. A second signal, or the deadline, ends it
 * at once.
 *
 * Returns a function that shuts it down for another reason, with an exit code.
 */
export function drainOnSignals(
  app: FastifyInstance,
  { lifecycle, drainDelayMs, closeTimeoutMs, release }: DrainOptions,
): (reason: string, exitCode?: number) => Promise<never> {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (lifecycle.phase === 'draining') process.exit(1)
      void drain(signal)
    })
  return drain

  async function drain(reason: string, exitCode = 0): Promise<never> {
    lifecycle.phase = 'draining'
    app.log.info({ reason, drainDelayMs }, 'draining')
    setTimeout(() => {
      app.log.error({ closeTimeoutMs }, 'closed with requests still open')
      process.exit(1)
    }, closeTimeoutMs).unref()
    await sleep(drainDelayMs)
    try {
      await app.close()
      await release()
      app.log.info('closed')
    } catch (err) {
      app.log.error({ err }, 'closed with work still open')
    }
    process.exit(exitCode)
  }
}
