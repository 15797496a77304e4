import { setTimeout as sleep } from 'node:timers/promises'
import {
  applyMigrations,
  type ConnectionSettings,
  hasSqlState,
  isConnectionLost,
  type MigrateResult,
  SQLSTATE,
} from '@meridian/database'

const RETRY_EVERY_MS = 500

/** Applies the migrations, trying again while the database is still coming up; rethrows the last reason when the budget is spent. */
export async function migrateWithin(
  budgetMs: number,
  settings: ConnectionSettings,
  say: (line: string) => void,
): Promise<MigrateResult> {
  const untilMs = performance.now() + budgetMs
  let lastSaid = ''
  while (true) {
    try {
      return await applyMigrations(settings, {
        onApplied: ({ name }, durationMs) => say(`${name} applied in ${Math.round(durationMs)} ms`),
      })
    } catch (error) {
      if (!isComingUp(error) || performance.now() > untilMs) throw error
      const reason = (error as Error).message
      if (reason !== lastSaid) say(`waiting for the database: ${reason}`)
      lastSaid = reason
      await sleep(RETRY_EVERY_MS)
    }
  }
}

/** Not there yet, or not writable yet; anything else will not get better by waiting. */
function isComingUp(error: unknown): boolean {
  return isConnectionLost(error) || hasSqlState(error, SQLSTATE.readOnlyTransaction)
}
