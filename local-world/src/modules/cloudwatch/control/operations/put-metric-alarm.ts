import type { MetricDataQuery, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { RegionId } from '@meridian/topology'
import { AwsError, type WireContext } from '../../../../kernel/wire-service.ts'
import type { Comparison, MissingData } from '../../model/alarm.ts'
import { calculationOf, type MetricQuery, periodOf } from '../../model/queries.ts'
import { checked } from '../../plan/plan.ts'
import { invalidCombination, validation } from '../aws-errors.ts'
import type { CloudWatchControl } from '../context.ts'
import { metricOf } from '../shapes.ts'

const DEFAULT_PERIOD_SECONDS = 60
/** All are evaluated every second; AWS's quota is 5,000. The program has about thirty per region. */
const MOST_ALARMS = 500

export const putMetricAlarm =
  ({ board, clock }: CloudWatchControl) =>
  (input: PutMetricAlarmInput, { accountId, region }: WireContext): object => {
    const { AlarmName = '', EvaluationPeriods = 1 } = input
    if (input.Statistic !== undefined && input.ExtendedStatistic !== undefined)
      throw invalidCombination(
        'The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.',
      )
    if (!board.find(region, AlarmName) && board.list(region).length >= MOST_ALARMS)
      throw new AwsError('LimitExceeded', `The quota of ${MOST_ALARMS} alarms in a Region was reached.`)
    const queries = (input.Metrics ?? []).map((query) => queryOf(query, region))
    const alarm = checked(
      {
        kind: 'metric',
        name: AlarmName,
        region,
        arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}`,
        description: input.AlarmDescription ?? '',
        watches:
          queries.length > 0
            ? calculationOf(queries, validation)
            : {
                metric: metricOf(input, region),
                statistic: input.Statistic ?? input.ExtendedStatistic ?? '',
              },
        periodSeconds: periodOf(queries) ?? input.Period ?? DEFAULT_PERIOD_SECONDS,
        evaluationPeriods: EvaluationPeriods,
        datapointsToAlarm: input.DatapointsToAlarm ?? EvaluationPeriods,
        threshold: input.Threshold ?? Number.NaN,
        comparison: input.ComparisonOperator as Comparison,
        treatMissingData: (input.TreatMissingData ?? 'missing') as MissingData,
        lowSamples: input.EvaluateLowSampleCountPercentile,
        actions: {
          alarm: input.AlarmActions ?? [],
          ok: input.OKActions ?? [],
          insufficientData: input.InsufficientDataActions ?? [],
          areEnabled: input.ActionsEnabled ?? true,
        },
      },
      validation,
    )
    board.define(alarm, clock.now())
    return {}
  }

function queryOf(query: MetricDataQuery, region: RegionId): MetricQuery {
  const { Expression = '', Id = '', Label = '', MetricStat, ReturnData = true } = query
  return {
    id: Id,
    label: Label,
    expression: Expression,
    isWatched: ReturnData,
    ...(MetricStat && {
      periodSeconds: MetricStat.Period ?? DEFAULT_PERIOD_SECONDS,
      measure: { metric: metricOf(MetricStat.Metric ?? {}, region), statistic: MetricStat.Stat ?? '' },
    }),
  }
}
