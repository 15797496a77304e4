import type { Clock } from '../../../kernel/clock.ts'
import type { RunningCloudWatch } from '../../cloudwatch/running.ts'
import type { HealthCheck } from '../model/health-check.ts'
import type { HealthCheckers } from './health-checkers.ts'

const BEAT_MS = 1_000

/** Publishes every health check's metrics to CloudWatch at each beat; Route 53's metrics are always in us-east-1. */
export function publishHealth(
  healthChecks: readonly HealthCheck[],
  checkers: HealthCheckers,
  cloudwatch: Pick<RunningCloudWatch, 'series'>,
  clock: Clock,
): AsyncDisposable {
  const stop = new AbortController()
  const published = healthChecks.map(({ id, check }) => {
    const series = (name: string) =>
      cloudwatch.series({
        region: 'us-east-1',
        namespace: 'AWS/Route53',
        name,
        dimensions: { HealthCheckId: id },
      })
    return {
      id,
      status: series('HealthCheckStatus'),
      percentage: check.kind === 'endpoint' ? series('HealthCheckPercentageHealthy') : undefined,
    }
  })
  const beating = beat()
  return {
    async [Symbol.asyncDispose]() {
      stop.abort()
      await beating
    },
  }

  async function beat(): Promise<void> {
    while (!stop.signal.aborted) {
      const nowMs = clock.now()
      for (const { id, status, percentage } of published) {
        status.add(checkers.status(id) ? 1 : 0, nowMs)
        const share = checkers.healthyShare(id)
        if (share !== undefined) percentage?.add(share * 100, nowMs)
      }
      await clock.sleep(BEAT_MS, stop.signal)
    }
  }
}
