import type { EntryPoint } from '@meridian/operator-tools'
import type { Exchange, History } from '../history/history.ts'

export interface FailedRequests {
  readonly writes: FailureCount
  readonly reads: FailureCount
  /**
   * Reads refused because no reachable database holds what the visitor had written; the alternative was a stale answer.
   * Not counted as failed.
   */
  readonly refusedReads: number
}

export interface FailureCount {
  readonly sent: number
  readonly failed: number
  /** `503 via edge` and how often, most frequent first. */
  readonly reasons: readonly (readonly [reason: string, count: number])[]
}

/**
 * Requests without the answer a visitor wants: a write not 201, a read neither 200 nor the 404 that says "not here (yet)".
 * Sweeps and the operator's own requests are not counted, nor are requests sent straight to an excused entry point (a
 * region that the drill took down).
 */
export function countFailedRequests(
  { exchanges }: History,
  excused: readonly EntryPoint[] = [],
): FailedRequests {
  const counted = exchanges.filter(({ start }) => start.via !== undefined && !excused.includes(start.via))
  const reads = counted.filter(({ start }) => start.action === 'read' || start.action === 'page')
  return {
    writes: count(counted.filter(({ start }) => start.action === 'write')),
    reads: count(reads.filter((read) => !isRefused(read))),
    refusedReads: reads.filter(isRefused).length,
  }
}

/** Keys never acknowledged, however often the visitor tried: the lead is not stored, or its state is unknown. */
export function findUnstoredKeys(
  { exchanges, acknowledged }: History,
  excused: readonly EntryPoint[] = [],
): readonly string[] {
  const stored = new Set(acknowledged.map(({ key }) => key))
  const tried = exchanges.filter(({ start: { action, via, key } }) => {
    return action === 'write' && key !== undefined && (via === undefined || !excused.includes(via))
  })
  return [...new Set(tried.map(({ start }) => start.key ?? ''))].filter((key) => !stored.has(key))
}

const NOT_CAUGHT_UP = 'NOT_CAUGHT_UP'

const isRefused = ({ end }: Exchange) => end?.type === 'info' && end.detail === NOT_CAUGHT_UP

function count(exchanges: readonly Exchange[]): FailureCount {
  const failed = exchanges.filter(({ end }) => end?.type !== 'ok')
  const reasons = new Map<string, number>()
  for (const { start, end } of failed) {
    const reason = `${[end?.status, end?.detail].filter(Boolean).join(' ') || 'no answer'} via ${start.via}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return {
    sent: exchanges.length,
    failed: failed.length,
    reasons: [...reasons].sort(([, left], [, right]) => right - left),
  }
}
