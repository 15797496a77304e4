import { BoundedMap } from '../../../kernel/bounded-map.ts'
import { type LogEvent, sizeOf } from './log-event.ts'
import type { LogGroupPlan } from './log-plan.ts'

/**
 * The newest text kept per group: a task that serves a hundred requests a second fills it in under a minute, and in
 * memory it takes about three times as much. The files in the world's run folder hold more.
 */
export const MOST_GROUP_BYTES = 1_048_576
/** Enough for a service's tasks during an hour of deployments; dropping a stream drops none of its events. */
export const MOST_STREAMS = 200
const MS_PER_DAY = 86_400_000
/** Dropped events are cut off the list once they make up half of it. */
const LEAST_CUT = 1_024

export interface LogStream {
  readonly name: string
  readonly createdAtMs: number
  firstEventMs: number | undefined
  lastEventMs: number | undefined
}

/** The newest events of one group, in order of arrival. */
export class LogGroup {
  readonly plan: LogGroupPlan
  readonly createdAtMs: number
  readonly #streams = new BoundedMap<string, LogStream>(MOST_STREAMS)
  #events: LogEvent[] = []
  #first = 0
  #bytes = 0

  constructor(plan: LogGroupPlan, nowMs: number) {
    this.plan = plan
    this.createdAtMs = nowMs
  }

  get storedBytes(): number {
    return this.#bytes
  }

  get streams(): readonly LogStream[] {
    return [...this.#streams.values()]
  }

  stream(name: string): LogStream | undefined {
    return this.#streams.get(name)
  }

  openStream(name: string, nowMs: number): void {
    if (!this.#streams.has(name))
      this.#streams.set(name, { name, createdAtMs: nowMs, firstEventMs: undefined, lastEventMs: undefined })
  }

  append(event: LogEvent): void {
    const stream = this.#streams.get(event.stream)
    if (stream) {
      stream.firstEventMs ??= event.timestampMs
      stream.lastEventMs = event.timestampMs
    }
    this.#events.push(event)
    this.#bytes += sizeOf(event)
    while (this.#bytes > MOST_GROUP_BYTES) this.#dropFirst()
  }

  /** Oldest first, without events older than the group's retention. */
  events(nowMs: number): readonly LogEvent[] {
    const { retentionDays } = this.plan
    const oldestMs = retentionDays === undefined ? 0 : nowMs - retentionDays * MS_PER_DAY
    while ((this.#events[this.#first]?.timestampMs ?? oldestMs) < oldestMs) this.#dropFirst()
    return this.#first === 0 ? this.#events : this.#events.slice(this.#first)
  }

  #dropFirst(): void {
    const event = this.#events[this.#first]
    if (event === undefined) return
    this.#bytes -= sizeOf(event)
    this.#first += 1
    if (this.#first < LEAST_CUT || this.#first * 2 < this.#events.length) return
    this.#events = this.#events.slice(this.#first)
    this.#first = 0
  }
}
