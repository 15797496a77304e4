import { isIP } from 'node:net'
import type { Clock } from '../../../kernel/clock.ts'

/** SNS's defaults: three retries after the first attempt, 20 s apart. */
const RETRIES = 3
const RETRY_MS = 20_000
const TRY_MS = 15_000
/** Pending deliveries for an endpoint that is down; further ones are dropped. */
const MOST_WAITING = 100

export interface Delivery {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Whether a URL is on this machine: no other one is ever called. */
export function isOnThisMachine(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  )
}

/** Posts to web hooks on this machine, retries on failure, and stops at once when closed. */
export class WebHooks {
  readonly #clock: Clock
  readonly #stop = new AbortController()
  readonly #onFailure: (delivery: Delivery, reason: string) => void
  #waiting = 0

  constructor(clock: Clock, onFailure: (delivery: Delivery, reason: string) => void) {
    this.#clock = clock
    this.#onFailure = onFailure
  }

  async deliver(delivery: Delivery): Promise<void> {
    if (this.#waiting >= MOST_WAITING)
      return this.#onFailure(delivery, `${MOST_WAITING} deliveries wait already`)
    this.#waiting += 1
    try {
      await this.#tryAll(delivery)
    } finally {
      this.#waiting -= 1
    }
  }

  close(): void {
    this.#stop.abort()
  }

  async #tryAll(delivery: Delivery): Promise<void> {
    for (let attempt = 0; !this.#stop.signal.aborted; attempt += 1) {
      const reason = await this.#post(delivery)
      if (reason === undefined) return
      if (attempt === RETRIES) return this.#onFailure(delivery, reason)
      await this.#clock.sleep(RETRY_MS, this.#stop.signal)
    }
  }

  /** Why the delivery failed; undefined when it succeeded. */
  async #post({ body, headers, url }: Delivery): Promise<string | undefined> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(TRY_MS)])
    try {
      // A redirect might lead off this machine.
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
      await answer.body?.cancel()
      return answer.ok ? undefined : `answered ${answer.status}`
    } catch (error) {
      return String((error as Error).cause ?? error)
    }
  }
}
