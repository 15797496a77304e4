import type { IncomingMessage, ServerResponse } from 'node:http'
import { fieldOf } from '../model/trace-id.ts'
import type { Exchange, ExchangedRequest } from '../running.ts'

/** AWS's status for a client that closed the connection before its response. */
const CLIENT_LEFT = 460

/** An ended request, without the load balancer's own data. */
export type RequestReport = Omit<Exchange, 'region' | 'loadBalancerArn'>

const MOST_URL_CHARACTERS = 1_000

/** Measures one request for the report at its end. */
export class RequestMeter {
  targetGroupArn: string | undefined
  clientAddress = ''
  /** X-Amzn-Trace-Id as sent to the target. */
  traceHeader: string | undefined
  readonly #request: IncomingMessage
  readonly #protocol: string
  readonly #nowMs: () => number
  readonly #startedAtMs: number
  readonly #startedMs = performance.now()
  #answeredMs: number | undefined

  constructor(request: IncomingMessage, protocol: string, nowMs: () => number) {
    this.#request = request
    this.#protocol = protocol
    this.#nowMs = nowMs
    this.#startedAtMs = nowMs()
  }

  targetAnswers(): void {
    this.#answeredMs = performance.now()
  }

  reportOf(response: ServerResponse): RequestReport {
    return {
      targetGroupArn: this.targetGroupArn,
      status: response.headersSent ? response.statusCode : CLIENT_LEFT,
      isOwnAnswer: this.#answeredMs === undefined,
      durationMs: (this.#answeredMs ?? performance.now()) - this.#startedMs,
      request: this.#asked(),
    }
  }

  #asked(): ExchangedRequest {
    const { headers, method = '', url = '' } = this.#request
    const path = url.split('?', 1)[0] ?? ''
    return {
      method,
      url: `${this.#protocol}://${headers.host ?? ''}${path}`.slice(0, MOST_URL_CHARACTERS),
      clientAddress: this.clientAddress,
      traceId: fieldOf(this.traceHeader, 'Root'),
      parentId: fieldOf(this.traceHeader, 'Parent'),
      edgeRequestId: headers['x-amz-cf-id']?.toString(),
      startMs: this.#startedAtMs,
      endMs: this.#nowMs(),
    }
  }
}
