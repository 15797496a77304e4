// One edge's client for one origin: resolves the name, keeps a connection pool per address, and retries as often as the
// origin's settings say. A pool is retired when its address leaves the DNS answer or its connections turn out dead.
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
  /** A stream can be sent only once, so it is never retried. */
  readonly body: Buffer | NodeJS.ReadableStream | null
}

/** The origin gave no answer; `outcome` says why. */
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
  /** For connection time-outs: an origin that is waiting for a CPU is not down. */
  readonly patientClock: Clock
  /** PEM certificate authorities that HTTPS origins may use. */
  readonly authorities: string | undefined
  resolve(): Promise<ResolvedName>
}

const MAX_CONNECTIONS = 256
/** Pools are keyed by name, and visitors choose names when the viewer's Host is forwarded: the oldest pool is evicted. */
const MAX_POOLS = 32

export class OriginClient implements AsyncDisposable {
  readonly #options: OriginClientOptions
  readonly #addresses: OriginAddresses
  readonly #pools = new BoundedMap<string, Pool>(MAX_POOLS, (pool) => this.#end(pool))
  /** Retired pools with requests that may still finish. */
  readonly #closing = new Set<Pool>()

  constructor(options: OriginClientOptions) {
    this.#options = options
    this.#addresses = new OriginAddresses(options.resolve, options.clock, (address) => this.#retire(address))
  }

  /** Resolves when the origin has sent its headers; rejects with OriginError. */
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
          // The origin may just have closed an idle connection: try once on a fresh one.
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
    // A TLS connection is for one server name; a plain one serves all.
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

  /** Takes an address's pools out of use; requests in flight may finish. */
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
