import type { Exchange, History } from '../history/history.ts'

export interface FailedRequests {
  readonly writes: FailureCount
  readonly reads: FailureCount
}

export interface FailureCount {
  readonly sent: number
  readonly failed: number
  /** `503 via edge` and how often, most frequent first. */
  readonly reasons: readonly (readonly [reason: string, count: number])[]
}

/**
 * Requests that were not answered as a visitor wants: a write not 201, a read neither 200 nor the 404 that says
 * "not here (yet)". Sweeps and the operator's own requests are not visitors.
 */
export function countFailedRequests({ exchanges }: History): FailedRequests {
  return {
    writes: count(exchanges.filter(({ start }) => start.action === 'write')),
    reads: count(exchanges.filter(({ start }) => start.action === 'read' || start.action === 'page')),
  }
}

function count(exchanges: readonly Exchange[]): FailureCount {
  const failed = exchanges.filter(({ end }) => end?.type !== 'ok')
  const reasons = new Map<string, number>()
  for (const { start, end } of failed) {
    const reason = `${end?.status ?? end?.detail ?? 'no answer'} via ${start.via}`
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return {
    sent: exchanges.length,
    failed: failed.length,
    reasons: [...reasons].sort(([, left], [, right]) => right - left),
  }
}
