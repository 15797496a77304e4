import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId } from '@meridian/topology'
import { CloudWatchPlanError } from './errors.ts'
import {
  type AlarmDefinition,
  COMPARISON_NAMES,
  type Comparison,
  MISSING_DATA_NAMES,
  type MissingData,
} from './model/alarm.ts'
import { isStatistic } from './model/statistics.ts'
import { ALARM_TYPE } from './resources.ts'

export interface CloudWatchPlan {
  readonly alarms: readonly AlarmDefinition[]
}

/** Reads the alarms; refuses what PutMetricAlarm would refuse, and metric math, which has no body here. */
export function planCloudWatch(graph: ResourceGraph): CloudWatchPlan {
  return { alarms: graph.ofType(ALARM_TYPE).map(planAlarm) }
}

function planAlarm(node: ResourceNode): AlarmDefinition {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  const refuse = (message: string) => new CloudWatchPlanError(name, message)
  if (attributes.blocks('metricQueries').length > 0)
    throw refuse('metricQueries has no body in the local world; name one metric and a statistic')
  const evaluationPeriods = attributes.number('evaluationPeriods', 0)
  return checked(
    {
      name,
      arn: attributes.text('arn'),
      description: attributes.text('alarmDescription'),
      metric: {
        region: parseRegionId(node.region ?? attributes.text('region')),
        namespace: attributes.text('namespace'),
        name: attributes.text('metricName'),
        dimensions: dimensionsOf(node),
      },
      statistic: attributes.text('statistic') || attributes.text('extendedStatistic'),
      periodSeconds: attributes.number('period', 0),
      evaluationPeriods,
      datapointsToAlarm: attributes.number('datapointsToAlarm', evaluationPeriods),
      threshold: attributes.number('threshold', Number.NaN),
      comparison: attributes.text('comparisonOperator') as Comparison,
      treatMissingData: attributes.text('treatMissingData', 'missing') as MissingData,
      actions: {
        alarm: attributes.texts('alarmActions'),
        ok: attributes.texts('okActions'),
        insufficientData: attributes.texts('insufficientDataActions'),
        areEnabled: attributes.boolean('actionsEnabled', true),
      },
    },
    refuse,
  )
}

function dimensionsOf({ inputs }: ResourceNode): Readonly<Record<string, string>> {
  const entries = Object.entries((inputs.dimensions ?? {}) as object)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

/** Throws what is wrong with an alarm; PutMetricAlarm and the plan ask alike. */
export function checked(alarm: AlarmDefinition, refuse: (message: string) => Error): AlarmDefinition {
  const { comparison, datapointsToAlarm, evaluationPeriods, metric, periodSeconds, statistic } = alarm
  if (metric.namespace === '' || metric.name === '') throw refuse('it needs a namespace and a metric name')
  if (!COMPARISON_NAMES.includes(comparison))
    throw refuse(`comparison operator is "${comparison}"; it must be one of ${COMPARISON_NAMES.join(', ')}`)
  if (!isStatistic(statistic)) throw refuse(`statistic is "${statistic}"; use Average, Sum, p95 and the like`)
  if (!MISSING_DATA_NAMES.includes(alarm.treatMissingData))
    throw refuse(
      `treatMissingData is "${alarm.treatMissingData}"; it must be one of ${MISSING_DATA_NAMES.join(', ')}`,
    )
  if (![10, 20, 30].includes(periodSeconds) && (periodSeconds <= 0 || periodSeconds % 60 !== 0))
    throw refuse(`period is ${periodSeconds} s; it must be 10, 20, 30 or a multiple of 60`)
  if (evaluationPeriods < 1 || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods)
    throw refuse(
      `${datapointsToAlarm} of ${evaluationPeriods} datapoints is not possible; it takes at least 1 of as many or more`,
    )
  if (Number.isNaN(alarm.threshold)) throw refuse('it needs a threshold')
  return alarm
}
