import type { Answer, OpenSession, Session } from '../src/connection/session.ts'
import { SharedConnections } from '../src/connection/shared-connections.ts'
import { Consistency } from '../src/consistency/consistency.ts'
import { EpochBook } from '../src/routes/epoch-book.ts'
import { greetReader, greetWriter } from '../src/routes/greet.ts'
import { ReaderRoute } from '../src/routes/reader-route.ts'
import { WriterRoute } from '../src/routes/writer-route.ts'
import { SimulatedServer } from './simulated-server.ts'

/** One region's service: the library's own routes over simulated servers. */
export interface SimulatedService {
  readonly consistency: Consistency
  readonly book: EpochBook
  close(): Promise<void>
}

/** What a service knew when a server accepted its write, for the checker. */
export interface Acceptance {
  readonly key: string
  readonly epoch: number
  readonly newestKnown: number
}

const REGIONS = 3
const PARK_MS = 150
const CATCH_UP_MS = 10
const MOST_PARKED = 50

/** Three regions with a server and a service each. Nothing here sleeps: every step takes effect at once. */
export class SimulatedWorld {
  readonly servers = Array.from({ length: REGIONS }, (_, region) => new SimulatedServer(region))
  readonly services: SimulatedService[]
  readonly accepted: Acceptance[] = []
  /** Keys that a server accepted after it was replaced as the writer. */
  readonly takenByFormer: string[] = []
  /** Keys of commits that were not replicated before their server was lost. */
  readonly lost = new Set<string>()
  /** The region that each service's writer name points to. */
  readonly #names = new Array<number>(REGIONS).fill(0)
  readonly #sessions = new Set<SimulatedSession>()
  #nextAnswer: 'arrives' | 'lost-after' | 'lost-before' = 'arrives'
  writer = 0

  constructor() {
    this.servers[0]?.promote()
    for (const follower of this.servers.slice(1)) follower.follow(this.#primary)
    this.services = this.servers.map((_, region) => this.#startService(region))
  }

  /** Sends a follower up to `most` of its missing commits. */
  replicate(region: number, most: number): void {
    if (region !== this.writer) this.servers[region]?.apply(this.#primary, most)
  }

  /** Breaks the connection of the next write, before or after it is done. */
  loseNextAnswer(when: 'lost-after' | 'lost-before'): void {
    this.#nextAnswer = when
  }

  /** Takes over once the target has every commit; the former writer then follows it. */
  switchOver(to: number): void {
    if (to === this.writer) return
    // Aurora switches over among healthy members only.
    this.heal()
    const former = this.#primary
    former.demote()
    this.servers[to]?.apply(former, Number.POSITIVE_INFINITY)
    this.#takeOver(to)
    former.follow(this.#primary)
    this.#endSessions(() => true)
    this.#names.fill(to)
  }

  /** Takes over with the commits that the target has. An isolated former writer keeps serving its own region. */
  failOver(to: number, isIsolated: boolean): void {
    if (to === this.writer) return
    this.heal()
    const former = this.writer
    const had = this.servers[to]?.storedKeys() ?? new Set<string>()
    for (const key of this.#primary.storedKeys()) if (!had.has(key)) this.lost.add(key)
    this.#takeOver(to)
    for (const region of [0, 1, 2]) if (region !== former) this.#names[region] = to
    const third = this.servers.find(({ region }) => region !== former && region !== to)
    third?.follow(this.#primary)
    if (isIsolated) {
      // A failover starts only after the former writer has lost its majority: assumption A2 in SPEC.md.
      this.servers[former]?.loseMajority()
      this.#endSessions(({ service }) => service !== former)
      return
    }
    this.servers[former]?.demote()
    this.#endSessions(() => true)
    this.#names[former] = to
    this.servers[former]?.follow(this.#primary)
  }

  /** Brings the former writer's region back: it follows the writer, and its sessions end. */
  heal(): void {
    for (const server of this.servers) {
      if (server.region === this.writer) continue
      for (const key of server.storedKeys()) if (!this.#primary.storedKeys().has(key)) this.lost.add(key)
      server.demote()
      server.follow(this.#primary)
    }
    this.#endSessions(({ server }) => server.region !== this.writer)
    this.#names.fill(this.writer)
  }

  /** Replaces a region's task with a new one without any state. */
  async replaceService(region: number): Promise<void> {
    await this.services[region]?.close()
    this.services[region] = this.#startService(region)
  }

  /** Whether a service's writer name points to the writer. */
  leadsToWriter(service: number): boolean {
    return this.#names[service] === this.writer
  }

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.close()))
  }

  get #primary(): SimulatedServer {
    return this.servers[this.writer] as SimulatedServer
  }

  #takeOver(to: number): void {
    this.writer = to
    this.#primary.promote()
  }

  #endSessions(isMeant: (session: SimulatedSession) => boolean): void {
    for (const session of this.#sessions) if (isMeant(session)) session.destroy()
  }

  #startService(region: number): SimulatedService {
    const book = new EpochBook()
    const nearestFirst = [region, ...[0, 1, 2].filter((other) => other !== region)]
    const readers = new ReaderRoute(
      nearestFirst.map((at) =>
        this.#connections('reader', (onGone) => this.#open(region, at, onGone, book, false)),
      ),
    )
    const writers = new WriterRoute({
      connections: this.#connections('writer', (onGone) =>
        this.#open(region, this.#names[region] ?? 0, onGone, book, true),
      ),
      book,
      parkMs: PARK_MS,
      mostParked: MOST_PARKED,
    })
    const consistency = new Consistency({
      readers,
      writers,
      book,
      writer: undefined as never,
      parkMs: PARK_MS,
      catchUpMs: CATCH_UP_MS,
    })
    return {
      consistency,
      book,
      close: async () => void (await Promise.all([readers.close(), writers.close()])),
    }
  }

  #connections(role: string, open: OpenSession): SharedConnections {
    return new SharedConnections({ role, open, size: 1, silenceMs: 60_000 })
  }

  async #open(
    service: number,
    region: number,
    onGone: (session: Session) => void,
    book: EpochBook,
    isWriter: boolean,
  ): Promise<Session> {
    const server = this.servers[region] as SimulatedServer
    const client = { query: (sql: string, values?: readonly unknown[]) => server.answer(sql, values ?? []) }
    const greeting = isWriter ? await greetWriter(client as never, book) : await greetReader(client as never)
    const session = new SimulatedSession(service, server, greeting, {
      onBehind: () => this.replicate(region, 1),
      run: (sql, parameters) => this.#run(server, sql, parameters, book, greeting.epoch),
      onGone: (gone) => {
        this.#sessions.delete(gone)
        onGone(gone)
      },
    })
    this.#sessions.add(session)
    return session
  }

  async #run(
    server: SimulatedServer,
    sql: string,
    parameters: readonly unknown[],
    book: EpochBook,
    epoch: number | undefined,
  ): Promise<Answer> {
    const isWrite = sql.includes('"claimed"')
    const fate = isWrite ? this.#nextAnswer : 'arrives'
    if (fate !== 'arrives') this.#nextAnswer = 'arrives'
    if (fate === 'lost-before') throw new Error('Connection terminated unexpectedly')
    const before = server.storedKeys().size
    const answer = await server.answer(sql, parameters)
    if (isWrite && server.storedKeys().size > before) {
      const key = String(parameters[2])
      this.accepted.push({ key, epoch: epoch ?? 0, newestKnown: book.newest })
      if (server.region !== this.writer) this.takenByFormer.push(key)
    }
    if (fate === 'lost-after') throw new Error('Connection terminated unexpectedly')
    return answer
  }
}

interface Wiring {
  /** Called before `runBehind`: by then the server has replicated more. */
  onBehind(): void
  run(sql: string, parameters: readonly unknown[]): Promise<Answer>
  onGone(session: SimulatedSession): void
}

class SimulatedSession implements Session {
  readonly service: number
  readonly server: SimulatedServer
  readonly identity: Session['identity']
  readonly epoch: number | undefined
  readonly openedAtMs = performance.now()
  readonly #wiring: Wiring
  isUsable = true
  inFlight = 0

  constructor(
    service: number,
    server: SimulatedServer,
    greeting: Pick<Session, 'identity' | 'epoch'>,
    wiring: Wiring,
  ) {
    this.service = service
    this.server = server
    this.identity = greeting.identity
    this.epoch = greeting.epoch
    this.#wiring = wiring
  }

  async run(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    if (!this.isUsable) throw new Error('Client has encountered a connection error and is not queryable')
    return this.#wiring.run(sql, parameters)
  }

  runBehind(sql: string): Promise<Answer> {
    this.#wiring.onBehind()
    return this.run(sql, [])
  }

  onBusy(): void {}

  silentForMs(): number {
    return 0
  }

  async retire(): Promise<void> {
    this.destroy()
  }

  destroy(): void {
    this.isUsable = false
    this.#wiring.onGone(this)
  }
}
