import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidCombination, invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'

/** Each sample becomes a stored value, so larger counts are refused. */
const MAX_SAMPLES = 100_000

const OLDEST_MS = 14 * 24 * 3_600_000
const NEWEST_MS = 2 * 3_600_000

export const putMetricData =
  ({ store, clock }: CloudWatchControl) =>
  ({ Namespace = '', MetricData = [] }: PutMetricDataInput, { region }: WireContext): object => {
    if (Namespace.startsWith('AWS/'))
      throw invalidValue(
        'The value AWS/ for parameter Namespace is invalid: it is reserved for AWS services.',
      )
    // Validate everything before storing anything.
    const samples = MetricData.map((datum, index) => {
      refuseDatum(datum, `MetricData.member.${index + 1}`, clock.now())
      return { datum, values: valuesOf(datum) }
    })
    for (const { datum, values } of samples) {
      const series = store.series(metricOf({ ...datum, Namespace }, region), datum.Unit)
      const atMs = datum.Timestamp ? new Date(datum.Timestamp).getTime() : clock.now()
      for (const value of values) series.add(value, atMs)
    }
    return {}
  }

function refuseDatum(datum: MetricDatum, at: string, nowMs: number): void {
  const { Counts, StatisticValues: set, Timestamp, Value, Values } = datum
  const given = { Value, Values, StatisticValues: set }
  const stated = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`${at}.${name}`],
  )
  if (stated.length > 1)
    throw invalidCombination(
      `The parameters ${stated.join(' and ')} are mutually exclusive and you have specified both.`,
    )
  if (Counts && Counts.length !== Values?.length)
    throw invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`)
  const numbers = { Value, ...set, ...Values }
  for (const [name, value] of Object.entries(numbers))
    if (value !== undefined && !Number.isFinite(value))
      throw invalidValue(
        `The value ${value} for parameter ${at}.${Number.isNaN(Number(name)) ? name : 'Values'} is invalid.`,
      )
  for (const count of [...(Counts ?? []), set?.SampleCount ?? 1])
    if (!(count > 0 && Number.isFinite(count)))
      throw invalidValue(`The value ${count} for a count of ${at} is invalid: it must be greater than 0.`)
  if (set && (set.Minimum ?? 0) > (set.Maximum ?? 0))
    throw invalidCombination(`${at}.StatisticValues.Minimum must not be greater than its Maximum.`)
  const atMs = Timestamp?.getTime() ?? nowMs
  if (atMs < nowMs - OLDEST_MS || atMs > nowMs + NEWEST_MS)
    throw invalidValue(
      `The parameter ${at}.Timestamp must specify a time no more than two weeks in the past and two hours in the future.`,
    )
}

function valuesOf({
  Counts,
  MetricName,
  StatisticValues: set,
  Value,
  Values,
}: MetricDatum): readonly number[] {
  if (Value !== undefined) return [Value]
  if (Values) return Values.flatMap((value, index) => repeated(value, Counts?.[index] ?? 1))
  if (!set)
    throw invalidCombination(
      `At least one of the parameters Value, Values or StatisticValues must be specified for ${MetricName}.`,
    )
  return unfolded(set.SampleCount ?? 0, set.Sum ?? 0, set.Minimum ?? 0, set.Maximum ?? 0)
}

/** Values with the same count, sum and extremes; those in between are unknown. */
function unfolded(count: number, sum: number, minimum: number, maximum: number): readonly number[] {
  if (count <= 1) return count === 1 ? [sum] : []
  const between = count > 2 ? repeated((sum - minimum - maximum) / (count - 2), count - 2) : []
  return [minimum, ...between, maximum]
}

function repeated(value: number, count: number): readonly number[] {
  if (count > MAX_SAMPLES) throw invalidValue(`The world keeps at most ${MAX_SAMPLES} equal values at once.`)
  return Array.from({ length: count }, () => value)
}
