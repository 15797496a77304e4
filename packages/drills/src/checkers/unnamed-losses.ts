import type { AcknowledgedWrite, History } from '../history/history.ts'
import { findLostWrites } from './lost-writes.ts'

/**
 * Lost writes that cannot be restored: no snapshot of a replaced primary's cluster holds them. A failover with data loss
 * may lose what had not been replicated, and exactly that is in the old primary's snapshot; any other loss is a bug.
 */
export function findUnnamedLosses(history: History): readonly AcknowledgedWrite[] {
  const named = new Set(history.events.filter(({ action }) => action === 'snapshot').map(({ id }) => id))
  return findLostWrites(history).lost.filter(({ id }) => !named.has(id))
}
