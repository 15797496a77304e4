import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Certificate } from '../../../kernel/certificates.ts'
import { closerOf } from '../../../kernel/closable-server.ts'
import { createHttpServer } from '../../../kernel/trust/http-listener.ts'
import type { Trust } from '../../../kernel/trust/trust.ts'
import type { ListenerPlan, LoadBalancerPlan, RuleAction, RulePlan } from '../model/load-balancer-plan.ts'
import { redirectLocation } from '../model/redirect.ts'
import { compileRules, type RoutedRequest } from '../model/rule-matching.ts'
import { WeightedTurns } from '../model/target-choice.ts'
import { oldestTls } from '../model/tls-policy.ts'
import { newTraceId, traceHeader } from '../model/trace-id.ts'
import type { Exchange, Target } from '../running.ts'
import { answerFixed, answerItself, answerMalformed, answerRedirect } from './answers.ts'
import { forward, type TargetExchange } from './forward.ts'
import { headersForTarget, receivedForwardedFor } from './request-headers.ts'
import { RequestMeter } from './request-meter.ts'
import type { RunningTargetGroup } from './target-group.ts'
import type { TargetPool } from './target-pool.ts'

const MAX_HEADER_BYTES = 65_536
/** Connections of one listener on one node; further ones are closed, as by a load balancer at its maximum. */
export const MOST_CONNECTIONS = 2_000
/** Of the request line: method, target and version. */
const MAX_REQUEST_LINE_BYTES = 16_384
/** How late a client with incomplete headers may be detected. */
const CHECK_CONNECTIONS_MS = 1_000
/** More addresses in X-Forwarded-For than this are answered with 463. */
const MAX_FORWARDED_ADDRESSES = 30

export interface ListenerDependencies {
  readonly loadBalancer: LoadBalancerPlan
  targetGroup(arn: string): RunningTargetGroup
  certificateOf(listenerArn: string): Certificate | undefined
  readonly trust: Trust
  /** Whether the program's visitors may use this host name. */
  serves(hostName: string): boolean
  /** Connections of this node to a target. */
  poolTo(target: Target): TargetPool
  /** The caller's address by its loopback port; undefined for a caller in the same region. */
  callerAt(loopbackPort: number): string | undefined
  nowMs(): number
  /** Called when a request ends. */
  report(exchange: RequestReport): void
}

/** An ended request, without the load balancer's own data. */
type RequestReport = Omit<Exchange, 'region' | 'loadBalancerArn'>

/** A request in progress. */
interface Arrived {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly meter: RequestMeter
  /** Undefined if the load balancer answers itself. */
  exchange: TargetExchange | undefined
}

/** One listener on one node: an HTTP server on loopback that evaluates the rules for each request. */
export class ListenerServer {
  readonly plan: ListenerPlan
  readonly #dependencies: ListenerDependencies
  readonly #ruleFor: (request: RoutedRequest) => RulePlan
  readonly #turns = new Map<RuleAction, WeightedTurns>()
  /** Requests in progress, in their order; several if the client does not wait for responses. */
  readonly #arrived = new WeakMap<Socket, Arrived[]>()
  #server: Server | undefined
  #closeServer = async () => {}
  /** The port that was printed: a restored load balancer reuses it. */
  #lastPort = 0

  constructor(plan: ListenerPlan, dependencies: ListenerDependencies) {
    this.plan = plan
    this.#dependencies = dependencies
    this.#ruleFor = compileRules(plan)
    for (const { action } of plan.rules) this.#turns.set(action, new WeightedTurns())
  }

  get port(): number {
    return (this.#server?.address() as AddressInfo | null | undefined)?.port ?? 0
  }

  async listen(): Promise<void> {
    const server = this.#createServer()
    this.#closeServer = closerOf(server)
    server.maxConnections = MOST_CONNECTIONS
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      // A page would become part of the response in progress.
      if (this.#arrived.get(socket as Socket)?.length) socket.destroy()
      else answerMalformed(socket as Socket, error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400)
    })
    server.timeout = this.#dependencies.loadBalancer.idleTimeoutMs
    server.on('timeout', (socket: Socket) => this.#onSilence(socket))
    await listenOn(server, this.#lastPort)
    this.#server = server
    this.#lastPort = this.port
  }

  #createServer(): Server {
    const { loadBalancer, certificateOf, trust, serves } = this.#dependencies
    const { idleTimeoutMs } = loadBalancer
    const options = {
      maxHeaderSize: MAX_HEADER_BYTES,
      requestTimeout: 0,
      headersTimeout: idleTimeoutMs,
      keepAliveTimeout: idleTimeoutMs,
      connectionsCheckingInterval: CHECK_CONNECTIONS_MS,
    }
    const handle = (request: IncomingMessage, response: ServerResponse) => this.#handle(request, response)
    const { tls } = this.plan
    const certificate = tls && certificateOf(this.plan.arn)
    // A failed handshake is a client error: the connection is closed without a response.
    const secure = tls && {
      minVersion: oldestTls(tls.policy),
      cert: certificate?.certificatePem,
      key: certificate?.privateKeyPem,
    }
    return createHttpServer(
      { trust, serves, kind: 'loadBalancer', options, ...(secure && { tls: secure }) },
      handle,
    )
  }

  get #protocol(): 'http' | 'https' {
    return this.plan.protocol === 'HTTPS' ? 'https' : 'http'
  }

  async close(): Promise<void> {
    this.#server = undefined
    await this.#closeServer()
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const meter = new RequestMeter(request, this.#protocol, this.#dependencies.nowMs)
    const arrived: Arrived = { request, response, meter, exchange: undefined }
    const { socket } = request
    const inProgress = this.#arrived.get(socket)
    if (inProgress) inProgress.push(arrived)
    else this.#arrived.set(socket, [arrived])
    // One listener: each costs as much as evaluating the rules.
    response.on('close', () => {
      const others = this.#arrived.get(socket)
      others?.splice(others.indexOf(arrived), 1)
      this.#dependencies.report(meter.reportOf(response))
      arrived.exchange?.clientLeft()
    })
    this.#answer(arrived)
  }

  /** No byte went in either direction for the idle time-out. */
  #onSilence(socket: Socket): void {
    const inProgress = this.#arrived.get(socket) ?? []
    const newest = inProgress.at(-1)
    if (!newest) {
      // Idle; of a client that has not completed its first request Node's own limit, which is as long, makes a 408.
      if (socket.bytesWritten > 0) socket.destroy()
      return
    }
    const { request, response } = newest
    // A request that is paused waits for its target, which has a limit of its own.
    if (!request.complete && !request.isPaused()) {
      if (response.headersSent) socket.destroySoon()
      else {
        response.once('finish', () => socket.destroySoon())
        answerItself(request, response, 408)
      }
    } else if (socket.writableLength > 0) socket.destroy()
    else socket.setTimeout(this.#dependencies.loadBalancer.idleTimeoutMs)
  }

  #answer(arrived: Arrived): void {
    const { request, response } = arrived
    const { method = '', url = '' } = request
    if (`${method} ${url} HTTP/1.1\r\n`.length > MAX_REQUEST_LINE_BYTES) {
      answerItself(request, response, 414)
      return
    }
    if (hasTwoHosts(request)) {
      answerItself(request, response, 400)
      return
    }
    const coding = request.headers['transfer-encoding']
    if (coding !== undefined && coding.toLowerCase() !== 'chunked') {
      answerItself(request, response, 501)
      return
    }
    const forwardedFor = receivedForwardedFor(request)
    if (forwardedFor && forwardedFor.split(',').length > MAX_FORWARDED_ADDRESSES) {
      answerItself(request, response, 463)
      return
    }
    const caller = this.#clientAddress(request)
    const routed = routedRequest(request, caller)
    const { action } = this.#ruleFor(routed)
    switch (action.type) {
      case 'forward':
        this.#forward(action, arrived, caller)
        break
      case 'fixed-response':
        request.resume()
        answerFixed(response, action)
        break
      case 'redirect':
        request.resume()
        answerRedirect(
          response,
          action.statusCode,
          redirectLocation(action, { ...routed, protocol: this.#protocol, port: this.plan.port }),
        )
    }
  }

  #forward(action: Extract<RuleAction, { type: 'forward' }>, arrived: Arrived, caller: string): void {
    const { request, response, meter } = arrived
    const { loadBalancer, targetGroup, poolTo, nowMs } = this.#dependencies
    const groupArn = this.#turns.get(action)?.next(action.targetGroups)
    meter.targetGroupArn = groupArn
    const lease = groupArn === undefined ? undefined : targetGroup(groupArn).acquire()
    if (!lease) {
      answerItself(request, response, 503)
      return
    }
    const received = request.headers['x-amzn-trace-id']
    const traceId = traceHeader(received?.toString(), newTraceId(nowMs(), randomHex))
    meter.clientAddress = caller
    meter.traceHeader = traceId
    const headers = headersForTarget(request, {
      dnsName: loadBalancer.dnsName,
      clientAddress: caller,
      port: this.plan.port,
      protocol: this.#protocol,
      traceId,
      forwardedFor: loadBalancer.forwardedFor,
      dropsInvalidHeaders: loadBalancer.dropsInvalidHeaders,
    })
    arrived.exchange = forward({
      request,
      response,
      pool: poolTo(lease.target),
      headers,
      onAnswer: () => meter.targetAnswers(),
      onEnd: lease.release,
    })
  }

  #clientAddress({ socket }: IncomingMessage): string {
    const { remotePort, remoteAddress = '127.0.0.1' } = socket
    return (remotePort !== undefined && this.#dependencies.callerAt(remotePort)) || remoteAddress
  }
}

/** Rules look at one Host and the target might look at the other. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === 'host') hosts += 1
  return hosts > 1
}

/** Listens on this port, or on any free one if it has been taken meanwhile. */
async function listenOn(server: Server, port: number): Promise<void> {
  const listening = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  await listening(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || port === 0) throw error
    return listening(0)
  })
}

/** Getting random bytes costs as much as forwarding a header, so they are fetched for many requests at once. */
const RANDOM_BYTES = 4_096
let random = Buffer.alloc(0)
let randomUsed = 0

function randomHex(digits: number): string {
  const bytes = digits / 2
  if (randomUsed + bytes > random.length) {
    random = randomBytes(RANDOM_BYTES)
    randomUsed = 0
  }
  randomUsed += bytes
  return random.toString('hex', randomUsed - bytes, randomUsed)
}

function routedRequest(request: IncomingMessage, sourceIp: string): RoutedRequest {
  const target = request.url ?? '/'
  const mark = target.indexOf('?')
  return {
    method: request.method ?? 'GET',
    host: request.headers.host ?? '',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    sourceIp,
    header: (name) => request.headers[name]?.toString(),
  }
}
