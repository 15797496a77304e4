import { type EntryPoint, type LatencySummary, summarize } from '@meridian/operator-tools'
import type { HistoryEvent } from '../history/event.ts'
import type { Exchange, History } from '../history/history.ts'

/** What became of a load: a lead stored at the third attempt counts as served, and its wait starts at the first. */
export interface ServedRequests {
  /** Leads and reads that visitors wanted. */
  readonly wanted: number
  readonly served: number
  /** From the scheduled time to the successful answer; undefined when nothing was served. */
  readonly answerTime: LatencySummary | undefined
  /** How late this process sent its requests. */
  readonly sentLateMs: number
}

/** Counts leads by key and reads one by one; requests through an excused entry point are not counted. */
export function measureServedRequests(
  { exchanges }: History,
  excused: readonly EntryPoint[] = [],
): ServedRequests {
  const counted = exchanges.filter(({ start }) => start.via !== undefined && !excused.includes(start.via))
  const reads = counted.filter(({ start }) => start.action === 'read' || start.action === 'page')
  const writes = counted.filter(({ start }) => start.action === 'write')
  const answerMs = [...reads.map(answeredAfterMs), ...storedAfterMs(writes)]
  const served = answerMs.filter((ms) => ms !== undefined)
  return {
    wanted: answerMs.length,
    served: served.length,
    answerTime: served.length === 0 ? undefined : summarize(served),
    sentLateMs: Math.max(0, ...counted.map(({ start }) => start.lateMs ?? 0)),
  }
}

const dueMs = ({ atMs, lateMs = 0 }: HistoryEvent) => atMs - lateMs

function answeredAfterMs({ start, end }: Exchange): number | undefined {
  return end?.type === 'ok' ? end.atMs - dueMs(start) : undefined
}

/** For each key, the time from when it was first due to its first acknowledgement. */
function storedAfterMs(writes: readonly Exchange[]): readonly (number | undefined)[] {
  const leads = new Map<string, { readonly dueMs: number; ackMs: number | undefined }>()
  for (const { start, end } of writes) {
    const key = start.key ?? ''
    const lead = leads.get(key) ?? { dueMs: dueMs(start), ackMs: undefined }
    leads.set(key, lead)
    if (end?.type === 'ok') lead.ackMs = Math.min(lead.ackMs ?? end.atMs, end.atMs)
  }
  return [...leads.values()].map(({ dueMs: fromMs, ackMs }) =>
    ackMs === undefined ? undefined : ackMs - fromMs,
  )
}
