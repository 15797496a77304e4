import { type Place, placeName } from '@meridian/topology'
import type { LinkListener, Wan } from '../../../kernel/wan.ts'

/** Where a connection comes from, and the source address its target sees. */
export interface Source {
  readonly place: Place
  readonly address: string
}

/**
 * The loopback ports that lead across links, one per source address and target place, kept while the target listens.
 *
 * A listener per connection would cost a socket and two ticks each time; the verdict precedes handing out the port.
 */
export class CrossingPorts implements AsyncDisposable {
  readonly #wan: Wan
  /** The source address of each connection, by the loopback port it comes from. */
  readonly #callers = new Map<number, string>()
  /** By target port, then by source address and target place. */
  readonly #listeners = new Map<number, Map<string, Promise<LinkListener>>>()

  constructor(wan: Wan) {
    this.#wan = wan
  }

  async portTo(source: Source, to: Place, targetPort: number): Promise<number> {
    const listeners = this.#listeners.get(targetPort) ?? new Map<string, Promise<LinkListener>>()
    this.#listeners.set(targetPort, listeners)
    const key = `${source.address} → ${placeName(to)}`
    const listener = listeners.get(key) ?? this.#listen(source, to, targetPort)
    listeners.set(key, listener)
    return (await listener).port
  }

  callerAt(loopbackPort: number): string | undefined {
    return this.#callers.get(loopbackPort)
  }

  #listen(source: Source, to: Place, targetPort: number): Promise<LinkListener> {
    return this.#wan.listen(source.place, to, targetPort, (fromPort) => {
      this.#callers.set(fromPort, source.address)
      return () => this.#callers.delete(fromPort)
    })
  }

  /** The target stopped listening: new connections are refused, existing ones finish normally. */
  async close(targetPort: number): Promise<void> {
    const listeners = [...(this.#listeners.get(targetPort)?.values() ?? [])]
    this.#listeners.delete(targetPort)
    for (const listener of listeners) await (await listener)[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const targetPort of [...this.#listeners.keys()]) await this.close(targetPort)
  }
}
