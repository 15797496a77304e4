import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { HistoryEvent } from '../history/event.ts'
import type { History } from '../history/history.ts'
import { axes, FAILURE_COLOUR, frame, legend, moments, REGION_COLOURS, scaleTo } from './svg.ts'

const BIN_MS = 250

/** Accepted writes over time by region, with failed requests below and the story above. */
export function timelineFigure(history: History): string {
  const lastMs = lastMomentOf(history)
  const bins = Math.ceil(lastMs / BIN_MS) + 1
  const series = REGION_IDS.map((region) => ({
    region,
    counts: countByBin(
      history.acknowledged.filter((write) => write.writerRegion === region).map(({ ackMs }) => ackMs),
      bins,
    ),
  }))
  const failedMs = history.exchanges
    .filter(({ start, end }) => isVisitors(start) && end !== undefined && end.type !== 'ok')
    .map(({ end }) => end?.atMs ?? 0)
  const highest = Math.max(1, ...sumOf(series.map(({ counts }) => counts)))
  const scale = scaleTo(lastMs, highest)
  const key = legend([
    ...REGION_IDS.map((region) => [region, REGION_COLOURS[region]] as const),
    ['request failed', FAILURE_COLOUR],
  ])
  const words = moments(scale, marksOf(history))
  return frame('Writes accepted per 250 ms, by region of the writer', key, words, [
    ...axes(scale, lastMs, highest, ''),
    ...stackedBars(series, scale),
    ...failedMs.map(
      (ms) => `<circle cx="${scale.x(ms)}" cy="${scale.y(0) + 4}" r="2" fill="${FAILURE_COLOUR}"/>`,
    ),
  ])
}

/** Replication lag of each region over time. */
export function lagFigure(history: History): string {
  const samples = history.events.filter(({ action, lagMs }) => action === 'lag' && lagMs !== undefined)
  const lastMs = lastMomentOf(history)
  const highest = Math.max(100, ...samples.map(({ lagMs = 0 }) => lagMs))
  const scale = scaleTo(lastMs, highest)
  const lines = REGION_IDS.map((region) => {
    const points = samples
      .filter(({ via }) => via === region)
      .map(({ atMs, lagMs = 0 }) => `${scale.x(atMs)},${scale.y(lagMs)}`)
    return `<polyline points="${points.join(' ')}" fill="none" stroke-width="1.5" stroke="${REGION_COLOURS[region]}"/>`
  })
  const key = legend(REGION_IDS.map((region) => [region, REGION_COLOURS[region]] as const))
  const words = moments(scale, marksOf(history))
  return frame('Replication lag in ms, as each region says', key, words, [
    ...axes(scale, lastMs, highest, 'ms'),
    ...lines,
  ])
}

const isVisitors = ({ action }: HistoryEvent) => action === 'write' || action === 'read' || action === 'page'

/** Sweeps come after the story; the figures show the story. */
function lastMomentOf({ events }: History): number {
  return events.findLast((event) => isVisitors(event) || event.action === 'phase')?.atMs ?? 0
}

function marksOf({ events }: History) {
  return events
    .filter(({ action, type }) => {
      return (
        action === 'phase' ||
        (type === 'invoke' && ['inject', 'heal', 'switchover', 'failover', 'last-region'].includes(action))
      )
    })
    .map(({ atMs, action, detail, to }) => ({
      atMs,
      label: action === 'phase' ? (detail ?? '') : `${action} ${to ?? detail ?? ''}`,
    }))
}

function countByBin(timesMs: readonly number[], bins: number): readonly number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const ms of timesMs) {
    const bin = Math.floor(ms / BIN_MS)
    if (bin < bins) counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function sumOf(series: readonly (readonly number[])[]): readonly number[] {
  return (series[0] ?? []).map((_, bin) => series.reduce((sum, counts) => sum + (counts[bin] ?? 0), 0))
}

function stackedBars(
  series: readonly { readonly region: RegionId; readonly counts: readonly number[] }[],
  scale: ReturnType<typeof scaleTo>,
): readonly string[] {
  const width = Math.max(0.5, scale.x(BIN_MS) - scale.x(0) - 0.4)
  return series.flatMap(({ region, counts }, index) =>
    counts.flatMap((count, bin) => {
      if (count === 0) return []
      const below = series.slice(0, index).reduce((sum, other) => sum + (other.counts[bin] ?? 0), 0)
      const top = scale.y(below + count)
      const height = scale.y(below) - top
      return [
        `<rect x="${scale.x(bin * BIN_MS)}" y="${top}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${REGION_COLOURS[region]}"/>`,
      ]
    }),
  )
}
