import type { KeptConnections } from '../../../kernel/kept-connections.ts'
import type { NetworkInterface } from '../../network/running.ts'
import type { HealthCheckPlan } from '../model/load-balancer-plan.ts'
import type { CheckResult } from '../model/target-health.ts'
import { matchesStatus } from '../model/target-health.ts'
import type { Target } from '../running.ts'

/** What aborts a check: its time-out, or the closing of its target group. */
export interface CheckLimits {
  readonly timeout: AbortSignal
  readonly stop: AbortSignal
}

/** Sends one health check from one of the load balancer's interfaces. */
export async function checkTarget(
  target: Target,
  check: HealthCheckPlan,
  networkInterface: NetworkInterface,
  { timeout, stop }: CheckLimits,
  kept: KeptConnections,
): Promise<CheckResult> {
  const checked = check.port === 'traffic-port' ? target : { ...target, port: Number(check.port) }
  const signal = AbortSignal.any([stop, timeout])
  try {
    const status = await statusOf(checked, check.path, networkInterface, signal, kept)
    return matchesStatus(check.matcher, status) ? { outcome: 'passed' } : { outcome: 'wrong status', status }
  } catch (error) {
    const isTimeout = timeout.aborted || (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
    return { outcome: isTimeout ? 'timed out' : 'failed' }
  }
}

/** Each check asks the network whether the target is reachable, even if a connection is still open. */
async function statusOf(
  { address, port }: Target,
  path: string,
  networkInterface: NetworkInterface,
  signal: AbortSignal,
  kept: KeptConnections,
): Promise<number> {
  const { port: loopbackPort } = await networkInterface.open(address, port, signal)
  const options = {
    isSecure: false,
    host: '127.0.0.1',
    port: loopbackPort,
    path,
    signal,
    headers: { host: `${address}:${port}`, 'user-agent': 'ELB-HealthChecker/2.0' },
  }
  return new Promise((resolve, reject) => {
    kept.get(
      options,
      (response) => {
        response.on('error', () => {}).resume()
        resolve(response.statusCode ?? 0)
      },
      reject,
    )
  })
}
