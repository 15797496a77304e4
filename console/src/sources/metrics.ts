import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { RegionId } from '@meridian/topology'
import type { Series } from '../../shared/views.ts'
import type { OpenTarget } from '../watch/source.ts'

/** One metric of one region, as a query for GetMetricData. */
export interface MetricQuery {
  readonly id: string
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly stat: string
  readonly periodS: number
}

const CURVE_MS = 15 * 60_000

/** Resolution of curves: on AWS these services publish once a minute, in the local world once a second. */
export const curvePeriodS = ({ description }: OpenTarget): number => (description.name === 'local' ? 5 : 60)

/** Period of percentiles. */
export const percentilePeriodS = ({ description }: OpenTarget): number =>
  description.name === 'local' ? 60 : 300

/** The last quarter of an hour of each metric, oldest first, by query id; one call. */
export async function readMetrics(
  { aws }: OpenTarget,
  region: RegionId,
  queries: readonly MetricQuery[],
): Promise<ReadonlyMap<string, Series>> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch')
  const client = await aws.cloudwatch(region)
  const now = Date.now()
  const answer = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - CURVE_MS),
      EndTime: new Date(now),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: queries.map(dataQuery),
    }),
  )
  return new Map(
    (answer.MetricDataResults ?? []).map(({ Id = '', Timestamps = [], Values = [] }) => [
      Id,
      { times: Timestamps.map((time) => time.getTime()), values: Values },
    ]),
  )
}

function dataQuery({ id, namespace, name, dimensions, stat, periodS }: MetricQuery): MetricDataQuery {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  const Metric = { Namespace: namespace, MetricName: name, Dimensions }
  return { Id: id, MetricStat: { Metric, Period: periodS, Stat: stat } }
}

/** The latest value, unless it is too old to be current. */
export function newest(series: Series | undefined, withinMs: number, now = Date.now()): number | undefined {
  const at = series?.times.at(-1)
  return at !== undefined && now - at <= withinMs ? (series?.values.at(-1) ?? undefined) : undefined
}

/** Values per second. Periods without a count are zero, up to the latest complete one. */
export function rates(series: Series | undefined, periodS: number, now = Date.now()): Series {
  const known = new Map(series?.times.map((time, index) => [time, series.values[index] ?? 0]))
  const periodMs = periodS * 1_000
  const last = Math.floor(now / periodMs) * periodMs - periodMs
  const first = series?.times[0] ?? last
  const count = Math.max(0, Math.round((last - first) / periodMs) + 1)
  const times = Array.from({ length: count }, (_, index) => first + index * periodMs)
  return { times, values: times.map((time) => (known.get(time) ?? 0) / periodS) }
}
