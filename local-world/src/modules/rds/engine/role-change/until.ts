import { setTimeout as wait } from 'node:timers/promises'
import { RoleChangeFailed } from '../../errors.ts'

const POLL_MS = 2

/**
 * Waits for a named condition by the machine's time, for real servers are waited for; `look` returns the value awaited, or
 * undefined while it is not so.
 */
export async function until<Value>(
  awaited: string,
  look: () => Promise<Value | undefined>,
  { withinMs, pollMs = POLL_MS, signal }: { withinMs: number; pollMs?: number; signal: AbortSignal },
): Promise<Value> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await look()
    if (value !== undefined) return value
    signal.throwIfAborted()
    if (performance.now() > deadline)
      throw new RoleChangeFailed(`Waited ${withinMs} ms for ${awaited}, in vain. The servers' logs say why.`)
    await wait(pollMs)
  }
}
