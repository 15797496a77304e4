import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
} from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { isStatistic, statistic } from '../../model/statistics.ts'
import { invalidCombination, invalidValue } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'
import { windowOf } from '../windows.ts'

/** Datapoints come in no promised order on AWS; here oldest first. Units are not kept. */
export const getMetricStatistics =
  ({ store }: CloudWatchControl) =>
  (input: GetMetricStatisticsInput, { region }: WireContext): GetMetricStatisticsOutput => {
    const { ExtendedStatistics = [], Statistics = [] } = input
    if (Statistics.length + ExtendedStatistics.length === 0)
      throw invalidCombination('At least one of Statistics and ExtendedStatistics must be specified.')
    const unknown = [...Statistics, ...ExtendedStatistics].find((name) => !isStatistic(name))
    if (unknown !== undefined) throw invalidValue(`The value ${unknown} for parameter Statistics is invalid.`)
    const metric = metricOf(input, region)
    const periods = store.periods(metric, windowOf(input.StartTime, input.EndTime, input.Period))
    const Datapoints = [...periods].map(([startMs, summary]): Datapoint => {
      const value = (name: string) => [name, statistic(name, summary)]
      return {
        Timestamp: new Date(startMs),
        ...Object.fromEntries(Statistics.map(value)),
        ...(ExtendedStatistics.length > 0 && {
          ExtendedStatistics: Object.fromEntries(ExtendedStatistics.map(value)),
        }),
        Unit: 'None',
      }
    })
    return { Label: metric.name, Datapoints }
  }
