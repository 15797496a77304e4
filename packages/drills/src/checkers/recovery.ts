import { writes } from '@meridian/operator-tools'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { HistoryEvent } from '../history/event.ts'
import type { AcknowledgedWrite, History } from '../history/history.ts'
import { HOME_CITY } from '../load/load-plan.ts'
import { measureDetections } from './detection.ts'
import { findLostWrites } from './lost-writes.ts'
import { lastFailureMs, roleChangeCalls } from './role-changes.ts'

/** One role change, and how soon the new writer accepted a write. */
export interface Recovery {
  readonly action: 'switchover' | 'failover'
  readonly to: RegionId
  /** When the operator called. */
  readonly calledMs: number
  /** From the call to the first acknowledgement by the new writer; undefined when there was none. */
  readonly rtoMs: number | undefined
  /** From the last failure before the call; undefined when there was none. */
  readonly sinceFailureMs: number | undefined
  /** The time from the failure (from the call if nothing failed) to the first write; undefined when there was none. */
  readonly parts: RecoveryParts | undefined
}

interface RecoveryParts {
  /** Until something reported the failure, or the operator called without a report. */
  readonly detectMs: number | undefined
  /** Until the operator's call: checks, confirmation, and the time in which an old writer may still take writes. */
  readonly decideMs: number | undefined
  /** Until AWS names the new writer. */
  readonly promoteMs: number
  /** Until the first service sampled sent its writes there. */
  readonly flipMs: number
  readonly firstWriteMs: number
}

/**
 * RTO: an acknowledgement has its own time, so the figure is exact; the number of attempts is reported next to it. A role
 * change after the last write was sent, such as the switch home after a drill, is not a recovery.
 */
export function measureRecoveries(history: History): readonly Recovery[] {
  const { events, acknowledged } = history
  const lastSentMs = events.findLast(({ type, action }) => type === 'invoke' && action === 'write')?.atMs ?? 0
  return roleChangeCalls(history).flatMap(({ action, to, calledMs }) => {
    if (calledMs > lastSentMs) return []
    const first = acknowledged.find((write) => write.writerRegion === to && write.ackMs >= calledMs)
    const since = (fromMs: number | undefined) =>
      first === undefined || fromMs === undefined ? undefined : round(first.ackMs - fromMs)
    return [
      {
        action,
        to,
        calledMs,
        rtoMs: since(calledMs),
        sinceFailureMs: since(lastFailureMs(history, calledMs)),
        parts: first && partsOf(history, { to, calledMs, writtenMs: first.ackMs }),
      },
    ]
  })
}

interface Recovered {
  readonly to: RegionId
  readonly calledMs: number
  readonly writtenMs: number
}

/** Every observation is a little late, so no part may end after the one that follows it. */
function partsOf(history: History, { to, calledMs, writtenMs }: Recovered): RecoveryParts {
  const { events } = history
  const detection = measureDetections(history).findLast(({ failedMs }) => failedMs <= calledMs)
  const failedMs = detection?.failedMs
  const within = (fromMs: number, atMs: number | undefined) =>
    Math.min(Math.max(atMs ?? writtenMs, fromMs), writtenMs)
  const promotedMs = within(
    calledMs,
    events.find((event) => event.action === 'promoted' && event.to === to && event.atMs >= calledMs)?.atMs,
  )
  const flippedMs = within(
    promotedMs,
    events.find(({ action, detail, atMs }) => action === 'lag' && detail === writes(to) && atMs >= calledMs)
      ?.atMs,
  )
  const toldMs = Math.min(calledMs, (failedMs ?? calledMs) + (detection?.first?.afterMs ?? Infinity))
  return {
    detectMs: failedMs === undefined ? undefined : round(toldMs - failedMs),
    decideMs: failedMs === undefined ? undefined : round(calledMs - toldMs),
    promoteMs: round(promotedMs - calledMs),
    flipMs: round(flippedMs - promotedMs),
    firstWriteMs: round(writtenMs - flippedMs),
  }
}

export interface RecoveryPoint {
  readonly rows: number
  /** From the last surviving write to the newest lost one: the stretch of time that is gone. */
  readonly seconds: number
  readonly oldest: AcknowledgedWrite | undefined
}

export function measureRecoveryPoint(history: History): RecoveryPoint {
  const { lost } = findLostWrites(history)
  const [oldest] = lost
  const newest = lost.at(-1)
  if (!oldest || !newest) return { rows: 0, seconds: 0, oldest: undefined }
  const survivor = history.acknowledged.findLast(
    ({ id, ackMs }) => ackMs < oldest.ackMs && !history.missing.has(id),
  )
  const fromMs = survivor?.ackMs ?? oldest.sentMs
  return { rows: lost.length, seconds: Math.round(newest.ackMs - fromMs) / 1_000, oldest }
}

export interface WriteGap {
  readonly longestMs: number
  /** When it began. */
  readonly fromMs: number
  /** Median time between new writes, retries excluded; shorter gaps cannot be seen. */
  readonly resolutionMs: number
}

/** The longest time without an acknowledged write, up to the last new one sent: after that, silence means nothing. */
export function measureWriteGap({ acknowledged, exchanges }: History): WriteGap {
  const writes = exchanges.map(({ start }) => start).filter(({ action }) => action === 'write')
  const sentMs = firstSentMs(writes)
  const lastNewMs = sentMs.at(-1) ?? 0
  let longest = { longestMs: 0, fromMs: 0 }
  for (const [index, { ackMs }] of acknowledged.entries()) {
    const fromMs = acknowledged[index - 1]?.ackMs ?? ackMs
    const gapMs = Math.min(ackMs, lastNewMs) - fromMs
    if (gapMs > longest.longestMs) longest = { longestMs: gapMs, fromMs }
  }
  const last = acknowledged.at(-1)
  if (last && lastNewMs - last.ackMs > longest.longestMs)
    longest = { longestMs: lastNewMs - last.ackMs, fromMs: last.ackMs }
  return { longestMs: round(longest.longestMs), fromMs: longest.fromMs, resolutionMs: resolution(sentMs) }
}

/** For each region, the longest time in which no visitor in its home city had a write acknowledged through the edge. */
export function measureVisitorGaps(history: History): Readonly<Record<RegionId, WriteGap>> {
  const ofCity = (home: RegionId): History => {
    const exchanges = history.exchanges.filter(
      ({ start }) => start.via === 'edge' && start.process.startsWith(`${HOME_CITY[home]} `),
    )
    const keys = new Set(exchanges.map(({ start }) => start.key))
    return { ...history, exchanges, acknowledged: history.acknowledged.filter(({ key }) => keys.has(key)) }
  }
  return Object.fromEntries(REGION_IDS.map((home) => [home, measureWriteGap(ofCity(home))])) as Record<
    RegionId,
    WriteGap
  >
}

/** When each key was first sent; the same write may be sent again long after. */
function firstSentMs(writes: readonly HistoryEvent[]): readonly number[] {
  const first = new Map<string | undefined, number>()
  for (const { key, atMs } of writes) if (!first.has(key)) first.set(key, atMs)
  return [...first.values()]
}

function resolution(sentMs: readonly number[]): number {
  const gaps = sentMs.slice(1).map((ms, index) => ms - (sentMs[index] ?? ms))
  gaps.sort((left, right) => left - right)
  return round(gaps[Math.floor(gaps.length / 2)] ?? 0)
}

const round = (ms: number) => Math.round(ms * 100) / 100
