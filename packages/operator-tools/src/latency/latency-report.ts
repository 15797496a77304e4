import { CITIES, REGION_IDS } from '@meridian/topology'
import { type Check, checkThat, failed, unlessTooBusy, verdictOf } from '../report/findings.ts'
import type { Report, RunTimes } from '../report/report.ts'
import type { Table } from '../report/table.ts'
import type { TargetDescription } from '../target/target.ts'
import type { LatencyMeasurement, LatencyResult } from './measure-latency.ts'

/** Allowed difference between the shortest measured round trip and the configured one. */
export const LATENCY_TOLERANCE_MS = 5

/** Compares measurements with the configured round trips and tabulates them. */
export function latencyReport(
  target: Pick<TargetDescription, 'name' | 'latencyTable'>,
  results: readonly LatencyResult[],
  { startedAt, finishedAt, machine }: RunTimes,
): Report {
  const checks = results.flatMap((result) => judge(result, machine?.isTooBusy ?? false))
  return {
    tool: 'test-latency',
    title: 'Latency by city and path',
    target: target.name,
    startedAt: startedAt.toISOString(),
    durationMs: finishedAt.getTime() - startedAt.getTime(),
    verdict: results.length === 0 ? 'failed' : verdictOf(checks),
    ...(machine && { machine }),
    notes: [
      'A round trip is the time to the first byte of an answer over a kept connection.',
      'Judged is the shortest sample, which is the way itself; what the median has more is waiting for a processor, here or there.',
      target.latencyTable
        ? `Configured round trips: table "${target.latencyTable.name}"; a difference of ${LATENCY_TOLERANCE_MS} ms counts as the same.`
        : 'Nobody configures distances on this target: figures are shown, not judged.',
    ],
    tables: [matrix(results), detail(results)],
    checks,
    data: { toleranceMs: LATENCY_TOLERANCE_MS, measurements: results },
  }
}

const isMeasured = (result: LatencyResult): result is LatencyMeasurement => 'roundTrip' in result

const cityLabel = (city: LatencyResult['city']) => (city ? CITIES[city].label : 'here')

function judge(result: LatencyResult, isTooBusy: boolean): readonly Check[] {
  const way = `${cityLabel(result.city)} → ${result.path}`
  if (!isMeasured(result)) return [failed(`${way} answers`, result.failure)]
  const { failures, roundTrip } = result
  const steady = checkThat(
    failures.length === 0,
    `${way} answers every request`,
    failures.length === 0
      ? `${roundTrip.samples} samples`
      : `${failures.length} answered ${[...new Set(failures)].join(', ')}`,
  )
  return [steady, ...unlessTooBusy(isTooBusy, judgeDistance(way, result))]
}

function judgeDistance(way: string, { configuredMs, roundTrip }: LatencyMeasurement): readonly Check[] {
  if (configuredMs === undefined) return []
  const differenceMs = roundTrip.minMs - configuredMs
  return [
    checkThat(
      Math.abs(differenceMs) <= LATENCY_TOLERANCE_MS,
      `${way} is within ${LATENCY_TOLERANCE_MS} ms of its configured round trip`,
      `${roundTrip.minMs} ms (median ${roundTrip.p50Ms} ms), configured ${configuredMs} ms, difference ${differenceMs.toFixed(1)} ms`,
    ),
  ]
}

function matrix(results: readonly LatencyResult[]): Table {
  const paths = [...REGION_IDS, 'edge'] as const
  const cities = [...new Set(results.map((result) => result.city))]
  const cell = (city: LatencyResult['city'], path: LatencyResult['path']) => {
    const result = results.find((candidate) => candidate.city === city && candidate.path === path)
    if (!result || !isMeasured(result)) return 'no answer'
    const configured = result.configuredMs === undefined ? '' : ` (${result.configuredMs})`
    return `${result.roundTrip.minMs.toFixed(1)}${configured}`
  }
  return {
    title: 'Shortest round trip in ms (configured)',
    columns: ['from', ...paths, 'edge answered from', 'farthest region'],
    rows: cities.map((city) => {
      const edge = results.find((result) => result.city === city && result.path === 'edge')
      return [
        cityLabel(city),
        ...paths.map((path) => cell(city, path)),
        (edge && isMeasured(edge) && edge.answeredBy) || '–',
        farthest(results.filter((result) => result.city === city)),
      ]
    }),
  }
}

/** The farthest region and its ratio to the nearest, such as `us-east-1, 32.8 times the nearest`. */
function farthest(results: readonly LatencyResult[]): string {
  const [nearest, ...others] = results
    .filter(isMeasured)
    .filter(({ path }) => path !== 'edge')
    .toSorted((left, right) => left.roundTrip.minMs - right.roundTrip.minMs)
  const last = others.at(-1)
  if (!nearest || !last) return '–'
  return `${last.path}, ${(last.roundTrip.minMs / nearest.roundTrip.minMs).toFixed(1)} times the nearest`
}

function detail(results: readonly LatencyResult[]): Table {
  return {
    title: 'Each path in ms',
    columns: ['from', 'to', 'connect', 'tls', 'min', 'p50', 'p95', 'p99', 'samples'],
    rows: results
      .filter(isMeasured)
      .map(({ city, path, connectMs, tlsMs, roundTrip }) => [
        cityLabel(city),
        path,
        connectMs.toFixed(1),
        tlsMs?.toFixed(1) ?? '',
        roundTrip.minMs.toFixed(1),
        roundTrip.p50Ms.toFixed(1),
        roundTrip.p95Ms.toFixed(1),
        roundTrip.p99Ms.toFixed(1),
        String(roundTrip.samples),
      ]),
  }
}
