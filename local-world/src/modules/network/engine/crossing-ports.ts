import { type Place, placeName } from '@meridian/topology'
import type { LinkListener, Wan } from '../../../wan/wan.ts'

/**
 * The loopback ports that lead across links, one for each pair of places and target, kept while the world runs.
 *
 * A listener for each connection would cost a socket and two ticks every time; the verdict has been given before
 * anybody learns the port.
 */
export class CrossingPorts implements AsyncDisposable {
  readonly #wan: Wan
  /** By target port, then by the pair of places. */
  readonly #listeners = new Map<number, Map<string, Promise<LinkListener>>>()

  constructor(wan: Wan) {
    this.#wan = wan
  }

  async portTo(from: Place, to: Place, targetPort: number): Promise<number> {
    const listeners = this.#listeners.get(targetPort) ?? new Map<string, Promise<LinkListener>>()
    this.#listeners.set(targetPort, listeners)
    const key = `${placeName(from)} → ${placeName(to)}`
    const listener = listeners.get(key) ?? this.#wan.listen(from, to, targetPort)
    listeners.set(key, listener)
    return (await listener).port
  }

  /** Nobody listens at the target any more: new connections are refused, present ones end as they end. */
  async close(targetPort: number): Promise<void> {
    const listeners = [...(this.#listeners.get(targetPort)?.values() ?? [])]
    this.#listeners.delete(targetPort)
    for (const listener of listeners) await (await listener)[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const targetPort of [...this.#listeners.keys()]) await this.close(targetPort)
  }
}
