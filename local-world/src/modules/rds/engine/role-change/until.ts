import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../../../../kernel/clock.ts'
import { RoleChangeFailedError } from '../../errors.ts'

const POLL_MS = 2

export interface Limits {
  /** A patient clock: the limit is for servers, not for other load here. */
  readonly clock: Pick<Clock, 'now'>
  readonly withinMs: number
  readonly pollMs?: number
  readonly signal: AbortSignal
}

/**
 * Polls until a named condition holds. The patient clock gives real servers more time on a busy machine. `look` returns the
 * awaited value, or undefined while there is none.
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
