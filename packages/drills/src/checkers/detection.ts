import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { HistoryEvent, Signal } from '../history/event.ts'
import type { History } from '../history/history.ts'
import { HOME_CITY } from '../load/load-plan.ts'

/** One injected failure and when it was detected, in ms after it began; losing a region takes time and may be noticed midway. */
export interface Detection {
  readonly failure: string
  readonly failedMs: number
  /** Absent: no such signal before the next failure, or before it was healed. */
  readonly afterMs: Readonly<Partial<Record<Signal, number>>>
  /** What reported it first. */
  readonly first: { readonly signal: Signal; readonly afterMs: number; readonly detail: string } | undefined
}

/** A signal counts for the last failure injected before it. */
export function measureDetections(history: History): readonly Detection[] {
  const seen = new Set<number>()
  const failures = history.events.filter(
    ({ action, op }) => action === 'inject' && !seen.has(op) && seen.add(op),
  )
  return failures.map((failure, index) => {
    const end = failures[index + 1] ?? history.events.find((event) => endsIt(event, failure))
    const untilMs = end?.atMs ?? Number.POSITIVE_INFINITY
    const signals = signalsOf(history).filter(({ atMs }) => atMs >= failure.atMs && atMs < untilMs)
    const afterMs: Partial<Record<Signal, number>> = {}
    for (const { signal, atMs } of signals) afterMs[signal] ??= Math.round(atMs - failure.atMs)
    const [first] = signals
    return {
      failure: failure.detail ?? '',
      failedMs: failure.atMs,
      afterMs,
      first: first && {
        signal: first.signal,
        afterMs: Math.round(first.atMs - failure.atMs),
        detail: first.detail,
      },
    }
  })
}

const endsIt = ({ type, action, detail, atMs }: HistoryEvent, failure: HistoryEvent): boolean =>
  type === 'invoke' && action === 'heal' && detail === failure.detail && atMs >= failure.atMs

interface SignalEvent {
  readonly atMs: number
  readonly signal: Signal
  readonly detail: string
}

function signalsOf(history: History): readonly SignalEvent[] {
  const watched = history.events.flatMap(({ signal, atMs, detail = '' }) =>
    signal === undefined ? [] : [{ signal, atMs, detail }],
  )
  return [...watched, ...REGION_IDS.flatMap((region) => edgeMoves(history, region))].sort(
    (left, right) => left.atMs - right.atMs,
  )
}

/** When the edge of a region's home city is served by a different region than before. */
function edgeMoves({ exchanges }: History, home: RegionId): readonly SignalEvent[] {
  const answers = exchanges
    .flatMap(({ start, end }) =>
      start.via === 'edge' && start.process.startsWith(`${HOME_CITY[home]} `) && end?.region !== undefined
        ? [{ atMs: end.atMs, region: end.region }]
        : [],
    )
    .sort((left, right) => left.atMs - right.atMs)
  return answers.flatMap(({ atMs, region }, index) =>
    answers[index - 1]?.region === home && region !== home
      ? [{ atMs, signal: 'edge', detail: `${HOME_CITY[home]} is served by ${region}` } as const]
      : [],
  )
}
