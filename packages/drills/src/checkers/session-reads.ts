import type { Exchange, History } from '../history/history.ts'

export interface BrokenRead {
  readonly session: string
  readonly id: string
  readonly atMs: number
  /** Region that answered. */
  readonly region: string
  readonly database: string
  readonly detail: string
}

/** Reads that miss a write that the same visitor had seen acknowledged before the request. */
export function findStaleReads(history: History): readonly BrokenRead[] {
  const acknowledgedMs = new Map<string, number>()
  for (const { session, id, ackMs } of history.acknowledged)
    if (session !== undefined && !acknowledgedMs.has(`${session} ${id}`))
      acknowledgedMs.set(`${session} ${id}`, ackMs)
  return missedAfter(history, acknowledgedMs, 'acknowledged')
}

/** Reads that miss a row that the same visitor had read before. */
export function findNonMonotonicReads(history: History): readonly BrokenRead[] {
  const seenMs = new Map<string, number>()
  for (const { start, end } of history.exchanges) {
    if (start.action !== 'read' || end?.isFound !== true) continue
    const seen = `${start.session} ${start.id}`
    seenMs.set(seen, Math.min(end.atMs, seenMs.get(seen) ?? Number.POSITIVE_INFINITY))
  }
  return missedAfter(history, seenMs, 'read')
}

/** A lost row is reported as lost: reads may miss it even before the end. */
function missedAfter(
  { exchanges, missing }: History,
  knownMs: ReadonlyMap<string, number>,
  how: string,
): readonly BrokenRead[] {
  return exchanges.flatMap((exchange) => {
    const { start, end } = exchange
    if (start.action !== 'read' || end?.type !== 'ok' || end.isFound !== false) return []
    const known = knownMs.get(`${start.session} ${start.id}`)
    if (known === undefined || known > start.atMs || missing.has(start.id ?? '')) return []
    return [toBrokenRead(exchange, `${how} ${(start.atMs - known).toFixed(0)} ms before it was asked for`)]
  })
}

function toBrokenRead({ start, end }: Exchange, detail: string): BrokenRead {
  return {
    session: start.session ?? '',
    id: start.id ?? '',
    atMs: start.atMs,
    region: end?.region ?? 'unknown',
    database: end?.database ?? 'unknown',
    detail,
  }
}
