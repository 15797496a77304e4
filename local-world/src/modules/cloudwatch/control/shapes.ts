import type { CompositeAlarm, Dimension, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { RegionId } from '@meridian/topology'
import type { AlarmDefinition, CompositeDefinition } from '../model/alarm.ts'
import type { Alarm } from '../model/alarm-board.ts'
import type { Dimensions, Metric } from '../model/metric-store.ts'

function dimensionsOf(shapes: readonly Dimension[] = []): Dimensions {
  return Object.fromEntries(shapes.map(({ Name = '', Value = '' }) => [Name, Value]))
}

export function dimensionShapes(dimensions: Dimensions): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
}

interface MetricShape {
  readonly Namespace?: string | undefined
  readonly MetricName?: string | undefined
  readonly Dimensions?: readonly Dimension[] | undefined
}

export function metricOf(shape: MetricShape, region: RegionId): Metric {
  return {
    region,
    namespace: shape.Namespace ?? '',
    name: shape.MetricName ?? '',
    dimensions: dimensionsOf(shape.Dimensions),
  }
}

const PLAIN_STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']

export function alarmShape(alarm: Alarm<AlarmDefinition>): MetricAlarm {
  const { definition } = alarm
  return {
    ...commonShape(alarm),
    ...watchedShape(definition),
    EvaluationPeriods: definition.evaluationPeriods,
    DatapointsToAlarm: definition.datapointsToAlarm,
    Threshold: definition.threshold,
    ComparisonOperator: definition.comparison,
    TreatMissingData: definition.treatMissingData,
    ...(definition.lowSamples && { EvaluateLowSampleCountPercentile: definition.lowSamples }),
  }
}

export function compositeShape(alarm: Alarm<CompositeDefinition>): CompositeAlarm {
  return { ...commonShape(alarm), AlarmRule: alarm.definition.ruleText }
}

function commonShape({ definition, state, reason, reasonData, stateSinceMs, definedAtMs }: Alarm) {
  const { actions } = definition
  return {
    AlarmName: definition.name,
    AlarmArn: definition.arn,
    AlarmDescription: definition.description,
    AlarmConfigurationUpdatedTimestamp: new Date(definedAtMs),
    ActionsEnabled: actions.areEnabled,
    OKActions: [...actions.ok],
    AlarmActions: [...actions.alarm],
    InsufficientDataActions: [...actions.insufficientData],
    StateValue: state,
    StateReason: reason,
    ...(reasonData !== undefined && { StateReasonData: reasonData }),
    StateUpdatedTimestamp: new Date(stateSinceMs),
    StateTransitionedTimestamp: new Date(stateSinceMs),
  }
}

function watchedShape({ watches, periodSeconds }: AlarmDefinition): MetricAlarm {
  if ('metric' in watches) {
    const { metric, statistic } = watches
    return {
      MetricName: metric.name,
      Namespace: metric.namespace,
      ...(PLAIN_STATISTICS.includes(statistic)
        ? { Statistic: statistic as 'Average' }
        : { ExtendedStatistic: statistic }),
      Dimensions: dimensionShapes(metric.dimensions),
      Period: periodSeconds,
    }
  }
  const measures = Object.entries(watches.measures).map(([Id, { metric, statistic }]) => ({
    Id,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: dimensionShapes(metric.dimensions),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  }))
  const { expression, id, label } = watches
  return { Metrics: [{ Id: id, Expression: expression, Label: label, ReturnData: true }, ...measures] }
}

/** Dashboards are global: the ARN has no region. */
export const dashboardArn = (accountId: string, name: string): string =>
  `arn:aws:cloudwatch::${accountId}:dashboard/${name}`
