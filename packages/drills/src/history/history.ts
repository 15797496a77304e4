import { clusterId, REGION_IDS, type RegionId } from '@meridian/topology'
import type { HistoryEvent } from './event.ts'

/** An operation with both its ends; `end` is missing when it was never answered. */
export interface Exchange {
  readonly start: HistoryEvent
  readonly end: HistoryEvent | undefined
}

/** A write that the system acknowledged. */
export interface AcknowledgedWrite {
  readonly id: string
  readonly key: string
  readonly session: string | undefined
  /** When this operation sent it, and when it was acknowledged. */
  readonly sentMs: number
  readonly ackMs: number
  readonly via: string
  readonly region: string
  readonly database: string
  readonly writerRegion: RegionId | undefined
}

/** A recorded history, prepared for queries. Checkers see only this. */
export interface History {
  readonly events: readonly HistoryEvent[]
  readonly exchanges: readonly Exchange[]
  /** In order of acknowledgement. */
  readonly acknowledged: readonly AcknowledgedWrite[]
  /** Ids whose last sweep did not find them. */
  readonly missing: ReadonlySet<string>
  /** Ids that a sweep looked up. */
  readonly swept: ReadonlySet<string>
}

export function readHistory(events: readonly HistoryEvent[]): History {
  const exchanges = pair(events)
  const acknowledged = exchanges.flatMap(toAcknowledged).sort((left, right) => left.ackMs - right.ackMs)
  const last = lastSweeps(exchanges)
  return {
    events,
    exchanges,
    acknowledged,
    missing: new Set([...last].filter(([, isFound]) => !isFound).map(([id]) => id)),
    swept: new Set(last.keys()),
  }
}

/** The first acknowledgement of each row: a repeated write is answered with the same id. */
export function firstAcknowledgements({ acknowledged }: History): readonly AcknowledgedWrite[] {
  const byId = new Map<string, AcknowledgedWrite>()
  for (const write of acknowledged) if (!byId.has(write.id)) byId.set(write.id, write)
  return [...byId.values()]
}

/** The region of an instance, by its name; undefined for names that are not ours. */
export function regionOfDatabase(database: string | undefined): RegionId | undefined {
  return REGION_IDS.find((region) => database?.startsWith(`${clusterId(region)}-`))
}

function pair(events: readonly HistoryEvent[]): readonly Exchange[] {
  const ends = new Map<number, HistoryEvent>()
  for (const event of events) if (event.type !== 'invoke') ends.set(event.op, event)
  return events
    .filter((event) => event.type === 'invoke')
    .map((start) => ({ start, end: ends.get(start.op) }))
}

function toAcknowledged({ start, end }: Exchange): readonly AcknowledgedWrite[] {
  if (start.action !== 'write' || end?.type !== 'ok' || end.id === undefined) return []
  return [
    {
      id: end.id,
      key: start.key ?? '',
      session: start.session,
      sentMs: start.atMs,
      ackMs: end.atMs,
      via: String(start.via ?? ''),
      region: end.region ?? 'unknown',
      database: end.database ?? 'unknown',
      writerRegion: regionOfDatabase(end.database),
    },
  ]
}

function lastSweeps(exchanges: readonly Exchange[]): ReadonlyMap<string, boolean> {
  const last = new Map<string, { sweep: number; isFound: boolean }>()
  for (const { start, end } of exchanges) {
    if (start.action !== 'sweep' || end?.type !== 'ok' || start.id === undefined) continue
    const sweep = start.sweep ?? 0
    if (sweep >= (last.get(start.id)?.sweep ?? 0))
      last.set(start.id, { sweep, isFound: end.isFound === true })
  }
  return new Map([...last].map(([id, { isFound }]) => [id, isFound]))
}
