import { setTimeout as sleep } from 'node:timers/promises'
import {
  hasSqlState,
  isConnectionLost,
  ServerNotWritableError,
  SQLSTATE,
  WriterUnavailableError,
} from '@meridian/database'

const RETRY_EVERY_MS = 500

/**
 * Retries idempotent work while the database is still coming up; rethrows the last error when the budget is spent,
 * and at once any error that waiting cannot fix.
 */
export async function whileComingUp<Result>(
  budgetMs: number,
  say: (line: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const untilMs = performance.now() + budgetMs
  let lastSaid = ''
  while (true) {
    try {
      return await work()
    } catch (error) {
      if (!isComingUp(error) || performance.now() > untilMs) throw error
      const reason = (error as Error).message
      if (reason !== lastSaid) say(`waiting for the database: ${reason}`)
      lastSaid = reason
      await sleep(RETRY_EVERY_MS)
    }
  }
}

/** Not there yet, or not writable yet. */
function isComingUp(error: unknown): boolean {
  if (isConnectionLost(error) || hasSqlState(error, SQLSTATE.readOnlyTransaction)) return true
  if (error instanceof WriterUnavailableError) return error.cause === undefined || isComingUp(error.cause)
  return error instanceof ServerNotWritableError
}
