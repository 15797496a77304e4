import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { CITIES, type CityId } from '@meridian/topology'
import type { Clock } from '../../../kernel/clock.ts'
import type { Journal } from '../../../kernel/journal.ts'
import type { Distribution, Origin, Scheme } from '../model/distribution.ts'
import { EdgeCache } from '../model/edge-cache.ts'
import type { EdgeExchange } from '../running.ts'
import type { FunctionRuntime } from './function-runtime.ts'
import type { OriginClient } from './origin-client.ts'
import type { RequestLimit } from './request-limit.ts'

/** A client for one origin. */
export type OriginWay = Pick<OriginClient, 'send'> & AsyncDisposable

/** Visitors of an edge's loopback port get this host number in the city's test network. */
const VISITOR_HOST = 250

/** Requests that an edge handles at once. Further ones get 503, as from an edge location without capacity. */
export const MOST_IN_HAND = 1_000

/** One distribution in one city: its cache, its origin clients and its identity. */
export class EdgeSite {
  readonly distribution: Distribution
  readonly city: CityId
  readonly clock: Clock
  readonly functions: ReadonlyMap<string, FunctionRuntime>
  readonly cache = new EdgeCache()
  /** Misses in progress, by cache key: later requests wait for the first one's object. */
  readonly inFlight = new Map<string, Promise<void>>()
  readonly #visitorAddress: string
  readonly #callerAt: (remotePort: number) => string | undefined
  readonly requestLimit: RequestLimit
  /** Called when a request ends. */
  readonly report: (exchange: EdgeExchange) => void
  readonly via: string
  readonly pop: string
  readonly #journal: Journal
  readonly #createClient: (origin: Origin, scheme: Scheme) => OriginWay
  readonly #clients = new Map<string, OriginWay>()
  readonly #failing = new Set<string>()
  #inHand = 0

  constructor(site: {
    distribution: Distribution
    city: CityId
    clock: Clock
    journal: Journal
    requestLimit: RequestLimit
    functions: ReadonlyMap<string, FunctionRuntime>
    createClient: (origin: Origin, scheme: Scheme) => OriginWay
    callerAt: (remotePort: number) => string | undefined
    report: (exchange: EdgeExchange) => void
  }) {
    this.report = site.report
    this.distribution = site.distribution
    this.city = site.city
    this.clock = site.clock
    this.functions = site.functions
    this.#journal = site.journal
    this.requestLimit = site.requestLimit
    this.#createClient = site.createClient
    this.#callerAt = site.callerAt
    this.#visitorAddress = CITIES[site.city].testNetwork.replace(/\d+\/24$/, String(VISITOR_HOST))
    this.via = `1.1 ${site.distribution.domainName.replace(/^d/, '')} (CloudFront)`
    this.pop = CITIES[site.city].pop
  }

  /** Counts a request until its response closes; false when the edge is full. */
  takeIn(response: ServerResponse): boolean {
    if (this.#inHand >= MOST_IN_HAND) return false
    this.#inHand += 1
    response.once('close', () => {
      this.#inHand -= 1
    })
    return true
  }

  newRequestId(): string {
    return `${randomBytes(41).toString('base64url')}==`
  }

  /** Viewer's address behind a connection: a caller inside the world, else a visitor of this city. */
  viewerOf(remotePort: number | undefined): string {
    return (remotePort !== undefined && this.#callerAt(remotePort)) || this.#visitorAddress
  }

  client(origin: Origin, scheme: Scheme): OriginWay {
    const key = `${scheme} ${origin.id}`
    const known = this.#clients.get(key)
    if (known) return known
    const client = this.#createClient(origin, scheme)
    this.#clients.set(key, client)
    return client
  }

  /** Journals when an origin starts to fail over to the second one, and when it answers again. */
  noteOrigin(origin: Origin, hasFailedOver: boolean, detail: Readonly<Record<string, unknown>>): void {
    if (this.#failing.has(origin.id) === hasFailedOver) return
    if (hasFailedOver) this.#failing.add(origin.id)
    else this.#failing.delete(origin.id)
    const event = hasFailedOver ? 'origin fails over' : 'origin answers again'
    this.#journal.record({ module: 'cloudfront', event, subject: `${this.city} → ${origin.id}`, detail })
  }

  noteError(error: unknown): void {
    const detail = { error: String(error) }
    this.#journal.record({
      module: 'cloudfront',
      event: 'request failed at the edge',
      subject: this.city,
      detail,
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client[Symbol.asyncDispose]()))
  }
}
