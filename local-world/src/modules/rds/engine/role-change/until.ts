import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../../../kernel/clock.ts'
import { RoleChangeFailedError } from '../../errors.ts'

const POLL_MS = 2

export interface Limits {
  /** A patient one: the limit is for servers, not for what else this machine does. */
  readonly clock: Pick<Clock, 'now'>
  readonly withinMs: number
  readonly pollMs?: number
  readonly signal: AbortSignal
}

/**
 * Waits for a named condition by the machine's time, for real servers are waited for: on a busy one longer. `look` returns the
 * value awaited, or undefined while it is not so.
 */
export async function until<Value>(
  awaited: string,
  look: () => Promise<Value | undefined>,
  { clock, withinMs, pollMs = POLL_MS, signal }: Limits,
): Promise<Value> {
  const deadlineMs = clock.now() + withinMs
  for (;;) {
    const value = await look()
    if (value !== undefined) return value
    signal.throwIfAborted()
    if (clock.now() > deadlineMs)
      throw new RoleChangeFailedError(
        `Waited ${withinMs} ms for ${awaited}; it did not happen. The servers' logs say why.`,
      )
    await wait(pollMs)
  }
}
