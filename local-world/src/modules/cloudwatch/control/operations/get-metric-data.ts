import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { isStatistic, statistic } from '../../model/statistics.ts'
import { validation } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'
import { windowOf } from '../windows.ts'

/** Newest first unless asked otherwise, all in one page; periods without data are left out. */
export const getMetricData =
  (control: CloudWatchControl) =>
  (input: GetMetricDataInput, context: WireContext): GetMetricDataOutput => {
    const queries = input.MetricDataQueries ?? []
    refuseIds(queries.map(({ Id = '' }) => Id))
    const results = queries.map((query) => resultOf(control, query, input, context))
    const shown = queries.map(({ ReturnData }) => ReturnData ?? true)
    return { MetricDataResults: results.filter((_, index) => shown[index]), Messages: [] }
  }

const ID = /^[a-z][a-zA-Z0-9_]*$/

function refuseIds(ids: readonly string[]): void {
  for (const [at, id] of ids.entries()) {
    if (!ID.test(id))
      throw validation(
        `The value ${id} for parameter MetricDataQueries.member.${at + 1}.Id is not matching the expected pattern ${ID.source}.`,
      )
    if (ids.indexOf(id) < at)
      throw validation(`The value ${id} for parameter MetricDataQueries.member.${at + 1}.Id is not unique.`)
  }
}

function resultOf(
  { store }: CloudWatchControl,
  { Id, Label, MetricStat }: MetricDataQuery,
  { EndTime, ScanBy, StartTime }: GetMetricDataInput,
  { region }: WireContext,
): MetricDataResult {
  const name = MetricStat?.Stat ?? ''
  if (!MetricStat?.Metric)
    throw validation(`The local world computes no metric math; the query "${Id}" needs a MetricStat.`)
  if (!isStatistic(name)) throw validation(`The value '${name}' for parameter Stat of "${Id}" is invalid.`)
  const metric = metricOf(MetricStat.Metric, region)
  const periods = [...store.periods(metric, windowOf(StartTime, EndTime, MetricStat.Period))]
  if (ScanBy !== 'TimestampAscending') periods.reverse()
  return {
    Id,
    Label: Label ?? metric.name,
    Timestamps: periods.map(([startMs]) => new Date(startMs)),
    Values: periods.map(([, summary]) => statistic(name, summary) ?? 0),
    StatusCode: 'Complete',
  }
}
