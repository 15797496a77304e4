import type { MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalidCombination, invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'

/** A sample that stands for so many values is too large a claim to unfold. */
const MAX_SAMPLES = 100_000

export const putMetricData =
  ({ store, clock }: CloudWatchControl) =>
  ({ Namespace = '', MetricData = [] }: PutMetricDataInput, { region }: WireContext): object => {
    if (Namespace.startsWith('AWS/'))
      throw invalidValue(
        'The value AWS/ for parameter Namespace is invalid: it is reserved for AWS services.',
      )
    // All are read before any is kept.
    const samples = MetricData.map((datum) => ({ datum, values: valuesOf(datum) }))
    for (const { datum, values } of samples) {
      const series = store.series(metricOf({ ...datum, Namespace }, region))
      const atMs = datum.Timestamp ? new Date(datum.Timestamp).getTime() : clock.now()
      for (const value of values) series.add(value, atMs)
    }
    return {}
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

/** Values with the same count, sum and extremes; what lay between is not known. */
function unfolded(count: number, sum: number, minimum: number, maximum: number): readonly number[] {
  if (count <= 1) return count === 1 ? [sum] : []
  const between = count > 2 ? repeated((sum - minimum - maximum) / (count - 2), count - 2) : []
  return [minimum, ...between, maximum]
}

function repeated(value: number, count: number): readonly number[] {
  if (count > MAX_SAMPLES) throw invalidValue(`The world keeps at most ${MAX_SAMPLES} equal values at once.`)
  return Array.from({ length: count }, () => value)
}
