// One edge's way to one origin: resolves the name, keeps a pool of connections per address, and tries again as often as
// the origin's settings say. A pool whose address leaves the answer, or whose connections turn out dead, is not used again.
import { errors, Pool } from 'undici'
import { BoundedMap } from '../../../kernel/bounded-map.ts'
import type { Clock } from '../../../kernel/clock.ts'
import type { NetworkInterface } from '../../network/running.ts'
import type { Origin, Scheme } from '../model/distribution.ts'
import type { OriginOutcome } from '../model/origin-failover.ts'
import { READ_METHODS } from '../model/read-methods.ts'
import { createConnector, OriginConnectError } from './connector.ts'
import { OriginAddresses, type ResolvedName } from './origin-addresses.ts'
import { OriginExchange, ViewerGoneError } from './origin-exchange.ts'

export interface OriginRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A stream is sent once only: there is no second attempt. */
  readonly body: Buffer | NodeJS.ReadableStream | null
}

/** The origin gave no answer; says why. */
export class OriginError extends Error {
  readonly outcome: OriginOutcome

  constructor(originId: string, outcome: OriginOutcome, cause: unknown) {
    super(`Origin ${originId}: ${outcome.kind}`, { cause })
    this.name = 'OriginError'
    this.outcome = outcome
  }
}

export interface OriginClientOptions {
  readonly origin: Origin
  readonly scheme: Scheme
  readonly from: NetworkInterface
  readonly clock: Clock
  /** For the time that a connection may take: an origin that waits for a processor is not gone. */
  readonly patientClock: Clock
  /** PEM authorities that HTTPS origins may have. */
  readonly authorities: string | undefined
  resolve(): Promise<ResolvedName>
}

const MAX_CONNECTIONS = 256
/** Pools are by name, and where the viewer's Host is forwarded, visitors choose names: the pool opened first gives way. */
const MAX_POOLS = 32

export class OriginClient implements AsyncDisposable {
  readonly #options: OriginClientOptions
  readonly #addresses: OriginAddresses
  readonly #pools = new BoundedMap<string, Pool>(MAX_POOLS, (pool) => this.#end(pool))
  /** Pools on their way out, with requests that may still finish. */
  readonly #closing = new Set<Pool>()

  constructor(options: OriginClientOptions) {
    this.#options = options
    this.#addresses = new OriginAddresses(options.resolve, options.clock, (address) => this.#retire(address))
  }

  /** Settles when the origin has answered with headers; rejects with OriginError. */
  async send(
    request: OriginRequest,
    onExchange?: (exchange: OriginExchange) => void,
  ): Promise<OriginExchange> {
    const addresses = await this.#addresses.inTurn().catch((error: unknown) => {
      throw this.#failure({ kind: 'unresolved' }, error)
    })
    let attemptsLeft = isStream(request.body) ? 1 : this.#options.origin.connectionAttempts
    let mayRepeat = READ_METHODS.has(request.method)
    for (let turn = 0; ; turn++) {
      const address = addresses[turn % addresses.length] ?? ''
      try {
        return await this.#dispatch(address, request, onExchange)
      } catch (error) {
        if (error instanceof ViewerGoneError) throw error
        const outcome = outcomeOf(error)
        if (outcome.kind === 'connect-failure') {
          this.#retire(address)
          if (--attemptsLeft > 0) continue
          this.#addresses.expire()
        }
        if (outcome.kind === 'broken') {
          this.#retire(address)
          // An idle connection that the origin closed at the same moment: a fresh one tells the truth.
          if (mayRepeat) {
            mayRepeat = false
            continue
          }
        }
        throw this.#failure(outcome, error)
      }
    }
  }

  #dispatch(
    address: string,
    request: OriginRequest,
    onExchange: ((exchange: OriginExchange) => void) | undefined,
  ): Promise<OriginExchange> {
    const exchange = new OriginExchange()
    onExchange?.(exchange)
    const { method, path, headers, body } = request
    this.#pool(address, headers.host).dispatch(
      { method, path, headers, body: body as Buffer | null, origin: 'http://origin' },
      exchange,
    )
    return exchange.answered
  }

  #pool(address: string, forwardedHost: string | undefined): Pool {
    const { origin, scheme, from, patientClock, authorities } = this.#options
    const serverName = forwardedHost?.replace(/:\d+$/, '') ?? origin.domainName
    // A connection is secured for one name; without TLS, one serves all.
    const key = scheme === 'https' ? `${address} ${serverName}` : address
    const known = this.#pools.get(key)
    if (known) return known
    const target = {
      address,
      port: scheme === 'https' ? origin.httpsPort : origin.httpPort,
      tls:
        scheme === 'https'
          ? { serverName, acceptedNames: [...new Set([origin.domainName, serverName])], authorities }
          : undefined,
      timeoutMs: origin.connectionTimeoutMs,
    }
    const pool = new Pool('http://origin', {
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      connect: createConnector(from, target, patientClock),
      keepAliveTimeout: origin.keepAliveMs,
      keepAliveMaxTimeout: origin.keepAliveMs,
      headersTimeout: origin.readTimeoutMs,
      bodyTimeout: origin.readTimeoutMs,
    })
    this.#pools.set(key, pool)
    return pool
  }

  /** No new request takes this pool; those in flight may finish. */
  #retire(address: string): void {
    for (const [key, pool] of this.#pools) {
      if (key.split(' ')[0] !== address) continue
      this.#pools.delete(key)
      this.#end(pool)
    }
  }

  #end(pool: Pool): void {
    this.#closing.add(pool)
    void pool.close().finally(() => this.#closing.delete(pool))
  }

  #failure(outcome: OriginOutcome, cause: unknown): OriginError {
    return new OriginError(this.#options.origin.id, outcome, cause)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const pools = [...this.#pools.values(), ...this.#closing]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }
}

function isStream(body: OriginRequest['body']): body is NodeJS.ReadableStream {
  return body !== null && !Buffer.isBuffer(body)
}

function outcomeOf(error: unknown): OriginOutcome {
  if (error instanceof OriginConnectError) return { kind: 'connect-failure' }
  if (error instanceof errors.HeadersTimeoutError) return { kind: 'timeout' }
  return { kind: 'broken' }
}
