import type { EventTest } from './event-test.ts'
import type { LogEvent } from './log-event.ts'
import type { LogGroup } from './log-group.ts'

/** AWS's limit: a session that finds more in a second gets a sample. */
const MOST_EVENTS_PER_SECOND = 500
/** AWS's limit of concurrent sessions per account. */
const MOST_SESSIONS = 15

export interface TailedEvent {
  readonly group: LogGroup
  readonly event: LogEvent
}

/** Events that one session has found since the last `take`. */
export class LiveTail {
  readonly #looksAt: (group: LogGroup, stream: string) => boolean
  readonly #holds: EventTest
  #found: TailedEvent[] = []
  #isSampled = false

  constructor(looksAt: (group: LogGroup, stream: string) => boolean, holds: EventTest) {
    this.#looksAt = looksAt
    this.#holds = holds
  }

  offer(group: LogGroup, event: LogEvent): void {
    if (!this.#looksAt(group, event.stream) || !this.#holds(event.message)) return
    if (this.#found.length < MOST_EVENTS_PER_SECOND) this.#found.push({ group, event })
    else this.#isSampled = true
  }

  take(): { readonly found: readonly TailedEvent[]; readonly isSampled: boolean } {
    const taken = { found: this.#found, isSampled: this.#isSampled }
    this.#found = []
    this.#isSampled = false
    return taken
  }
}

/** The open sessions. */
export class LiveTails {
  readonly #open = new Set<LiveTail>()
  readonly #closing = new AbortController()

  get isFull(): boolean {
    return this.#open.size >= MOST_SESSIONS
  }

  /** Aborts when the world stops. */
  get signal(): AbortSignal {
    return this.#closing.signal
  }

  open(tail: LiveTail): void {
    this.#open.add(tail)
  }

  end(tail: LiveTail): void {
    this.#open.delete(tail)
  }

  offer(group: LogGroup, event: LogEvent): void {
    for (const tail of this.#open) tail.offer(group, event)
  }

  close(): void {
    this.#closing.abort()
    this.#open.clear()
  }
}
