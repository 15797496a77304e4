import { setTimeout as delay } from 'node:timers/promises'

/** The clock of waiting code; tests advance it themselves. */
export interface Pacing {
  /** Milliseconds since the epoch. */
  now(): number
  wait(ms: number): Promise<void>
}

export const REAL_PACING: Pacing = { now: () => Date.now(), wait: (ms) => delay(ms) }
