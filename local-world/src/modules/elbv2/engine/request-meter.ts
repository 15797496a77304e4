import type { ServerResponse } from 'node:http'
import type { Exchange } from '../running.ts'

/** AWS's status for a client that left before it had its answer. */
const CLIENT_LEFT = 460

/** A request that ended, without what the load balancer knows of itself. */
export type RequestReport = Omit<Exchange, 'region' | 'loadBalancerArn'>

/** What is to be told of one request when it has ended. */
export class RequestMeter {
  targetGroupArn: string | undefined
  readonly #startedMs = performance.now()
  #answeredMs: number | undefined

  targetAnswers(): void {
    this.#answeredMs = performance.now()
  }

  reportOf(response: ServerResponse): RequestReport {
    return {
      targetGroupArn: this.targetGroupArn,
      status: response.headersSent ? response.statusCode : CLIENT_LEFT,
      isOwnAnswer: this.#answeredMs === undefined,
      durationMs: (this.#answeredMs ?? performance.now()) - this.#startedMs,
    }
  }
}
