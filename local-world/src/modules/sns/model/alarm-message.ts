import { REGIONS } from '@meridian/topology'
import type { Alarm } from '../../cloudwatch/running.ts'

/** The message that CloudWatch publishes to a topic when an alarm changes state. */
export function alarmMessage({ definition, history, reason, state, stateSinceMs }: Alarm, accountId: string) {
  const { actions, arn, description, name, region } = definition
  const regionName = REGIONS[region].longLabel
  const common = {
    AlarmName: name,
    AlarmDescription: description,
    AWSAccountId: accountId,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: new Date(stateSinceMs).toISOString().replace('Z', '+0000'),
    Region: regionName,
    AlarmArn: arn,
    OldStateValue: history.at(-1)?.from,
    OKActions: actions.ok,
    AlarmActions: actions.alarm,
    InsufficientDataActions: actions.insufficientData,
  }
  const subject = `${state}: "${name}" in ${regionName}`
  // SNS's limit of a subject's length.
  return { subject: subject.slice(0, 100), message: JSON.stringify({ ...common, ...triggerOf(definition) }) }
}

function triggerOf(definition: Alarm['definition']): object {
  if (definition.kind === 'composite') return { AlarmRule: definition.ruleText }
  const {
    comparison,
    datapointsToAlarm,
    evaluationPeriods,
    periodSeconds,
    threshold,
    treatMissingData,
    watches,
  } = definition
  const metric =
    'metric' in watches
      ? {
          MetricName: watches.metric.name,
          Namespace: watches.metric.namespace,
          StatisticType: 'Statistic',
          Statistic: watches.statistic.toUpperCase(),
          Unit: null,
          Dimensions: Object.entries(watches.metric.dimensions).map(([dimension, value]) => ({
            value,
            name: dimension,
          })),
        }
      : {
          Metrics: [
            { Id: watches.id, Expression: watches.expression, Label: watches.label, ReturnData: true },
          ],
        }
  return {
    Trigger: {
      ...metric,
      Period: periodSeconds,
      EvaluationPeriods: evaluationPeriods,
      DatapointsToAlarm: datapointsToAlarm,
      ComparisonOperator: comparison,
      Threshold: threshold,
      TreatMissingData: treatMissingData,
    },
  }
}

const ACTIONS = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'insufficientData' } as const

/** The topics that an alarm notifies in its current state. */
export function actionsOf({ definition: { actions }, state }: Alarm): readonly string[] {
  return actions.areEnabled ? actions[ACTIONS[state]].filter((arn) => arn.includes(':sns:')) : []
}
