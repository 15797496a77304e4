import { request } from 'node:http'
import type { NetworkInterface } from '../../network/running.ts'
import type { HealthCheckPlan } from '../model/load-balancer-plan.ts'
import type { CheckResult } from '../model/target-health.ts'
import { matchesStatus } from '../model/target-health.ts'
import type { Target } from '../running.ts'
import { connectTo } from './target-pool.ts'

/** What ends a check before its answer: its time-out, or the end of its target group. */
export interface CheckLimits {
  readonly timeout: AbortSignal
  readonly stop: AbortSignal
}

/** Asks a target once, on its own connection, from one of the load balancer's interfaces. */
export async function checkTarget(
  target: Target,
  check: HealthCheckPlan,
  networkInterface: NetworkInterface,
  { timeout, stop }: CheckLimits,
): Promise<CheckResult> {
  const checked = check.port === 'traffic-port' ? target : { ...target, port: Number(check.port) }
  const signal = AbortSignal.any([stop, timeout])
  try {
    const status = await statusOf(checked, check.path, networkInterface, signal)
    return matchesStatus(check.matcher, status) ? { outcome: 'passed' } : { outcome: 'wrong status', status }
  } catch (error) {
    const isTimeout = timeout.aborted || (error as NodeJS.ErrnoException).code === 'ETIMEDOUT'
    return { outcome: isTimeout ? 'timed out' : 'failed' }
  }
}

async function statusOf(
  target: Target,
  path: string,
  networkInterface: NetworkInterface,
  signal: AbortSignal,
): Promise<number> {
  const socket = await connectTo(target, networkInterface, signal)
  try {
    return await new Promise((resolve, reject) => {
      const headers = {
        host: `${target.address}:${target.port}`,
        'user-agent': 'ELB-HealthChecker/2.0',
        connection: 'close',
      }
      const asked = request({ path, headers, signal, createConnection: () => socket }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      asked.once('error', reject)
      asked.end()
    })
  } finally {
    socket.destroy()
  }
}
