import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { WireContext } from '../../../../wire/service.ts'
import type { Comparison, MissingData } from '../../model/alarm.ts'
import { checked } from '../../plan.ts'
import type { CloudWatchControl } from '../cloudwatch-control.ts'
import { validation } from '../faults.ts'
import { metricOf } from '../shapes.ts'

const DEFAULT_PERIOD_SECONDS = 60

export const putMetricAlarm =
  ({ board, clock }: CloudWatchControl) =>
  (input: PutMetricAlarmInput, { accountId, region }: WireContext): object => {
    const { AlarmName = '', EvaluationPeriods = 1 } = input
    if (input.Metrics?.length) throw validation('The local world computes no metric math; give a MetricName.')
    const alarm = checked(
      {
        name: AlarmName,
        arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${AlarmName}`,
        description: input.AlarmDescription ?? '',
        metric: metricOf(input, region),
        statistic: input.Statistic ?? input.ExtendedStatistic ?? '',
        periodSeconds: input.Period ?? DEFAULT_PERIOD_SECONDS,
        evaluationPeriods: EvaluationPeriods,
        datapointsToAlarm: input.DatapointsToAlarm ?? EvaluationPeriods,
        threshold: input.Threshold ?? Number.NaN,
        comparison: input.ComparisonOperator as Comparison,
        treatMissingData: (input.TreatMissingData ?? 'missing') as MissingData,
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
