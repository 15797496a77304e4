import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'
import { SUBSCRIPTION_TYPE, TOPIC_TYPE } from '../../sns/resources.ts'
import { CloudWatchPlanError } from '../errors.ts'
import {
  type AlarmDefinition,
  COMPARISON_NAMES,
  type Comparison,
  type CompositeDefinition,
  MISSING_DATA_NAMES,
  type MissingData,
} from '../model/alarm.ts'
import { parseAlarmRule } from '../model/alarm-rule.ts'
import { type DashboardDefinition, problemsOf } from '../model/dashboards.ts'
import { calculationOf, type MetricQuery, measuresOf, periodOf } from '../model/queries.ts'
import { isStatistic } from '../model/statistics.ts'
import { ALARM_TYPE, COMPOSITE_ALARM_TYPE, DASHBOARD_TYPE } from '../resources.ts'

/** A topic that alarms notify. */
export interface TopicPlan {
  readonly arn: string
  readonly name: string
  /** `https https://…`, `email …`; the module sns delivers. */
  readonly subscribers: readonly string[]
}

export interface CloudWatchPlan {
  readonly alarms: readonly AlarmDefinition[]
  readonly composites: readonly CompositeDefinition[]
  readonly topics: readonly TopicPlan[]
  readonly dashboards: readonly DashboardDefinition[]
}

/** Reads alarms and the topics they notify; refuses what PutMetricAlarm and PutCompositeAlarm would refuse. */
export function planCloudWatch(graph: ResourceGraph): CloudWatchPlan {
  const alarms = graph.ofType(ALARM_TYPE).map(planAlarm)
  const composites = graph.ofType(COMPOSITE_ALARM_TYPE).map(planComposite)
  refuseUnknownChildren(composites, [...alarms, ...composites])
  return {
    alarms,
    composites,
    topics: graph.ofType(TOPIC_TYPE).map((node) => planTopic(node, graph)),
    dashboards: graph.ofType(DASHBOARD_TYPE).map(planDashboard),
  }
}

function planDashboard({ inputs, name }: ResourceNode): DashboardDefinition {
  const dashboard = { name: String(inputs.dashboardName ?? name), body: String(inputs.dashboardBody) }
  const [problem] = problemsOf(dashboard.body)
  if (problem)
    throw new CloudWatchPlanError(dashboard.name, `its body at ${problem.path}: ${problem.message}`)
  return dashboard
}

function planAlarm(node: ResourceNode): AlarmDefinition {
  const attributes = Attributes.of(node)
  const common = commonOf(node, attributes.text('name', node.name))
  const refuse = (message: string) => new CloudWatchPlanError(common.name, message)
  const queries = queriesOf(node, common.region)
  const evaluationPeriods = attributes.number('evaluationPeriods', 0)
  return checked(
    {
      kind: 'metric',
      ...common,
      watches:
        queries.length > 0
          ? calculationOf(queries, refuse)
          : {
              metric: {
                region: common.region,
                namespace: attributes.text('namespace'),
                name: attributes.text('metricName'),
                dimensions: dimensionsOf(node.inputs.dimensions),
              },
              statistic: attributes.text('statistic') || attributes.text('extendedStatistic'),
            },
      periodSeconds: periodOf(queries) ?? attributes.number('period', 0),
      evaluationPeriods,
      datapointsToAlarm: attributes.number('datapointsToAlarm', evaluationPeriods),
      threshold: attributes.number('threshold', Number.NaN),
      comparison: attributes.text('comparisonOperator') as Comparison,
      treatMissingData: attributes.text('treatMissingData', 'missing') as MissingData,
      lowSamples: attributes.text('evaluateLowSampleCountPercentiles') || undefined,
    },
    refuse,
  )
}

function commonOf(node: ResourceNode, name: string) {
  const attributes = Attributes.of(node)
  return {
    name,
    arn: attributes.text('arn'),
    region: parseRegionId(node.region ?? attributes.text('region')),
    description: attributes.text('alarmDescription'),
    actions: {
      alarm: attributes.texts('alarmActions'),
      ok: attributes.texts('okActions'),
      insufficientData: attributes.texts('insufficientDataActions'),
      areEnabled: attributes.boolean('actionsEnabled', true),
    },
  }
}

function queriesOf({ inputs }: ResourceNode, region: RegionId): readonly MetricQuery[] {
  const queries = (inputs.metricQueries ?? []) as readonly Readonly<Record<string, unknown>>[]
  return queries.map((query) => {
    const block = new Attributes(query)
    const { dimensions } = (query.metric ?? {}) as { readonly dimensions?: unknown }
    const metric = block.block('metric')
    return {
      id: block.text('id'),
      label: block.text('label'),
      expression: block.text('expression'),
      isWatched: block.boolean('returnData'),
      ...(block.has('metric') && {
        periodSeconds: metric.number('period', 0),
        measure: {
          metric: {
            region,
            namespace: metric.text('namespace'),
            name: metric.text('metricName'),
            dimensions: dimensionsOf(dimensions),
          },
          statistic: metric.text('stat'),
        },
      }),
    }
  })
}

function planComposite(node: ResourceNode): CompositeDefinition {
  const attributes = Attributes.of(node)
  const common = commonOf(node, attributes.text('alarmName', node.name))
  const ruleText = attributes.text('alarmRule')
  try {
    return { kind: 'composite', ...common, ruleText, rule: parseAlarmRule(ruleText) }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new CloudWatchPlanError(common.name, error.message)
  }
}

/** PutCompositeAlarm accepts any name, but a rule that names an unknown alarm never fires, so the plan refuses it. */
function refuseUnknownChildren(
  composites: readonly CompositeDefinition[],
  known: readonly Pick<AlarmDefinition, 'arn' | 'name' | 'region'>[],
): void {
  for (const { name, region, rule } of composites) {
    const local = known.filter((alarm) => alarm.region === region)
    const stranger = rule.children.find(
      (child) => !local.some((alarm) => alarm.name === child || alarm.arn === child),
    )
    if (stranger !== undefined)
      throw new CloudWatchPlanError(
        name,
        `its rule names "${stranger}", and ${region} has no such alarm; a rule sees alarms of its own region only`,
      )
  }
}

function planTopic(node: ResourceNode, graph: ResourceGraph): TopicPlan {
  const subscriptions = graph.ofType(SUBSCRIPTION_TYPE).filter(({ inputs }) => inputs.topic === node.id)
  return {
    arn: node.id,
    name: Attributes.of(node).text('name', node.name),
    subscribers: subscriptions.map(({ inputs }) => `${inputs.protocol} ${inputs.endpoint}`),
  }
}

function dimensionsOf(dimensions: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries((dimensions ?? {}) as object)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}
/** Throws if an alarm is invalid; used by PutMetricAlarm and by the plan. */
export function checked(alarm: AlarmDefinition, refuse: (message: string) => Error): AlarmDefinition {
  const { comparison, datapointsToAlarm, evaluationPeriods, periodSeconds, watches } = alarm
  for (const { metric, statistic } of measuresOf(watches)) {
    if (metric.namespace === '' || metric.name === '') throw refuse('it needs a namespace and a metric name')
    if (!isStatistic(statistic))
      throw refuse(`statistic is "${statistic}"; use Average, Sum, p95 and the like`)
  }
  if (!COMPARISON_NAMES.includes(comparison))
    throw refuse(`comparison operator is "${comparison}"; it must be one of ${COMPARISON_NAMES.join(', ')}`)
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
