import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { Window } from '../../model/metric-store.ts'
import { isStatistic, statistic } from '../../model/statistics.ts'
import { invalidCombination, invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'
import { windowOf } from '../windows.ts'

/** AWS promises no order of datapoints; here oldest first. A metric has one unit: the last one that was put. */
export const getMetricStatistics =
  ({ store }: CloudWatchControl) =>
  (input: GetMetricStatisticsInput, { region }: WireContext): GetMetricStatisticsOutput => {
    const { ExtendedStatistics = [], Statistics = [] } = input
    if (Statistics.length + ExtendedStatistics.length === 0)
      throw invalidCombination('At least one of Statistics and ExtendedStatistics must be specified.')
    if (Statistics.length > 0 && ExtendedStatistics.length > 0)
      throw invalidCombination('You must specify either Statistics or ExtendedStatistics, but not both.')
    const unknown = [...Statistics, ...ExtendedStatistics].find((name) => !isStatistic(name))
    if (unknown !== undefined) throw invalidValue(`The value ${unknown} for parameter Statistics is invalid.`)
    const metric = metricOf(input, region)
    const window = windowOf(input.StartTime, input.EndTime, input.Period)
    refuseTooMany(window)
    const periods = store.periods(metric, window)
    const unit = store.unit(metric) as NonNullable<Datapoint['Unit']>
    const Datapoints = [...periods].map(([startMs, summary]): Datapoint => {
      const value = (name: string) => [name, statistic(name, summary)]
      return {
        Timestamp: new Date(startMs),
        ...Object.fromEntries(Statistics.map(value)),
        ...(ExtendedStatistics.length > 0 && {
          ExtendedStatistics: Object.fromEntries(ExtendedStatistics.map(value)),
        }),
        Unit: unit,
      }
    })
    return { Label: metric.name, Datapoints }
  }

const MOST_DATAPOINTS = 1_440

function refuseTooMany({ endMs, periodMs, startMs }: Window): void {
  const datapoints = Math.ceil((endMs - startMs) / periodMs)
  if (datapoints > MOST_DATAPOINTS)
    throw invalidCombination(
      `You have requested up to ${datapoints.toLocaleString('en')} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
}
