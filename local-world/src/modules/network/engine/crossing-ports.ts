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
  readonly #listeners = new Map<string, Promise<LinkListener>>()

  constructor(wan: Wan) {
    this.#wan = wan
  }

  async portTo(from: Place, to: Place, targetPort: number): Promise<number> {
    const key = `${placeName(from)} → ${placeName(to)} ${targetPort}`
    let listener = this.#listeners.get(key)
    if (!listener) {
      listener = this.#wan.listen(from, to, targetPort)
      this.#listeners.set(key, listener)
    }
    return (await listener).port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const listeners = [...this.#listeners.values()]
    this.#listeners.clear()
    for (const listener of listeners) await (await listener)[Symbol.asyncDispose]()
  }
}
