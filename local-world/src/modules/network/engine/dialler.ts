import { placeName, samePlace } from '@meridian/topology'
import type { World } from '../../../kernel/module.ts'
import { ConnectionError } from '../errors.ts'
import type { NetworkPlan } from '../model/network-plan.ts'
import { judge, type Verdict } from '../model/reachability.ts'
import type { OpenedConnection } from '../running.ts'
import { CrossingPorts } from './crossing-ports.ts'
import type { InterfaceDirectory } from './directory.ts'
import type { AttachedInterface } from './interface.ts'

/** Linux gives up on an unanswered SYN after six tries: 1 + 2 + 4 + 8 + 16 + 32 + 64 seconds. */
const SYN_TIMEOUT_MS = 127_000

/** Opens connections: verdict, handshake, then the loopback port to connect to. */
export class Dialler implements AsyncDisposable {
  readonly #plan: NetworkPlan
  readonly #world: World
  readonly #directory: InterfaceDirectory
  readonly #crossings: CrossingPorts
  /** Aborts pending connections when the network stops. */
  readonly #ended = new AbortController()

  constructor(plan: NetworkPlan, world: World, directory: InterfaceDirectory) {
    this.#plan = plan
    this.#world = world
    this.#directory = directory
    this.#crossings = new CrossingPorts(world.wan)
  }

  async dial(
    from: AttachedInterface,
    address: string,
    port: number,
    signal: AbortSignal | undefined,
  ): Promise<OpenedConnection> {
    const target = this.#directory.at(address)
    const verdict = this.#judge(from, target, address, port)
    if (!target || !verdict.allowed) return this.#drop(from, address, port, verdict, signal)
    await this.#handshake(from, target, address, port, signal)
    signal?.throwIfAborted()
    this.#ended.signal.throwIfAborted()
    const loopbackPort = target.loopbackPortOf(port)
    if (loopbackPort === undefined) throw new ConnectionError('ECONNREFUSED', address, port)
    if (this.#isDirect(from, target)) return { port: loopbackPort }
    const source = { place: from.place, address: verdict.sourceAddress }
    return { port: await this.#crossings.portTo(source, target.place, loopbackPort) }
  }

  callerAt(loopbackPort: number): string | undefined {
    return this.#crossings.callerAt(loopbackPort)
  }

  withdrawn(loopbackPort: number): void {
    void this.#crossings.close(loopbackPort)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    await this.#crossings[Symbol.asyncDispose]()
  }

  #judge(from: AttachedInterface, to: AttachedInterface | undefined, address: string, port: number): Verdict {
    if (to) return judge(this.#plan, { from, to, address, port })
    return { allowed: false, missing: `interface with the address ${address}`, nodes: [] }
  }

  /** Drops the packets: the caller waits for the time-out, and only the journal says why. */
  async #drop(
    from: AttachedInterface,
    address: string,
    port: number,
    verdict: Verdict,
    signal: AbortSignal | undefined,
  ): Promise<never> {
    this.#world.journal.record({
      module: 'network',
      event: 'connection dropped',
      subject: from.description,
      ...(from.place.kind === 'region' ? { region: from.place.region } : {}),
      detail: {
        from: from.address,
        to: this.#directory.at(address)?.description ?? address,
        address,
        port,
        ...(verdict.allowed ? {} : { missing: verdict.missing, nodes: verdict.nodes }),
      },
    })
    await this.#world.clock.sleep(this.#world.settings.dropTimeoutMs, this.#orEnded(signal))
    signal?.throwIfAborted()
    throw new ConnectionError('ETIMEDOUT', address, port)
  }

  async #handshake(
    from: AttachedInterface,
    to: AttachedInterface,
    address: string,
    port: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (this.#isDirect(from, to)) return
    const giveUp = new AbortController()
    const stopClock = this.#world.clock.after(SYN_TIMEOUT_MS, () => giveUp.abort())
    const either = AbortSignal.any([giveUp.signal, this.#orEnded(signal)])
    await this.#world.wan.handshake(from.place, to.place, either)
    stopClock()
    if (!giveUp.signal.aborted) return
    this.#world.journal.record({
      module: 'network',
      event: 'connection timed out',
      subject: from.description,
      detail: {
        to: to.description,
        address,
        port,
        link: `${placeName(from.place)} → ${placeName(to.place)}`,
      },
    })
    throw new ConnectionError('ETIMEDOUT', address, port)
  }

  #orEnded(signal: AbortSignal | undefined): AbortSignal {
    return signal ? AbortSignal.any([signal, this.#ended.signal]) : this.#ended.signal
  }

  /** Within a region there is no link to simulate, and a splice would only add cost. */
  #isDirect(from: AttachedInterface, to: AttachedInterface): boolean {
    return from.place.kind === 'region' && samePlace(from.place, to.place)
  }
}
