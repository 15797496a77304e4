import type { RegionId } from '@meridian/topology'
import type { History } from '../history/history.ts'

/** A change of writer that the operator called for. */
export interface RoleChangeCall {
  readonly action: 'switchover' | 'failover'
  /** The region to become the writer. */
  readonly to: RegionId
  readonly calledMs: number
}

/** In the order of the calls, whatever their outcome. */
export function roleChangeCalls({ events }: History): readonly RoleChangeCall[] {
  return events.flatMap(({ type, action, to, atMs: calledMs }) =>
    type === 'invoke' && (action === 'switchover' || action === 'failover') && to
      ? [{ action, to, calledMs }]
      : [],
  )
}

/** When something was last broken before a call; undefined when nothing had been. */
export function lastFailureMs({ events }: History, calledMs: number): number | undefined {
  return events.findLast(({ action, atMs }) => action === 'inject' && atMs <= calledMs)?.atMs
}
