import type { AcknowledgedWrite, History } from '../history/history.ts'
import { findLostWrites } from './lost-writes.ts'

/**
 * Lost writes that nobody can give back: no snapshot of a cluster that was promoted over holds them. A failover with data loss
 * may lose what had not been replicated, and then exactly that is in the old primary's snapshot; whatever else is gone was lost
 * by a mistake.
 */
export function findUnnamedLosses(history: History): readonly AcknowledgedWrite[] {
  const named = new Set(history.events.filter(({ action }) => action === 'snapshot').map(({ id }) => id))
  return findLostWrites(history).lost.filter(({ id }) => !named.has(id))
}
