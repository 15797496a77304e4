import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { regionOf } from '../../../kernel/resource-region.ts'
import { LogsPlanError } from '../errors.ts'
import { parseFilterPattern } from '../model/filter-pattern.ts'
import type { LogGroupPlan, LogsPlan, MetricFilterPlan } from '../model/log-plan.ts'
import { LOG_GROUP_TYPE, METRIC_FILTER_TYPE } from '../resources.ts'

/** Values that PutRetentionPolicy accepts; 0 means forever. */
const RETENTIONS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** Reads the program's log groups and metric filters; refuses what PutRetentionPolicy and PutMetricFilter would refuse. */
export function planLogs(graph: ResourceGraph): LogsPlan {
  const groups = graph.ofType(LOG_GROUP_TYPE).map(planGroup)
  const filters = graph.ofType(METRIC_FILTER_TYPE).map(planFilter)
  for (const { groupName, name, region } of filters)
    if (!groups.some((group) => group.name === groupName && group.region === region))
      throw new LogsPlanError(name, `it looks into the log group ${groupName}, which ${region} does not have`)
  return { groups, filters }
}

function planGroup(node: ResourceNode): LogGroupPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  const arn = attributes.text('arn')
  const days = attributes.number('retentionInDays', 0)
  if (!RETENTIONS.includes(days))
    throw new LogsPlanError(name, `retentionInDays is ${days}; it must be one of ${RETENTIONS.join(', ')}`)
  return {
    name,
    arn,
    region: regionOf(node, arn),
    retentionDays: days === 0 ? undefined : days,
    kmsKeyId: attributes.text('kmsKeyId') || undefined,
  }
}

function planFilter(node: ResourceNode): MetricFilterPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('name', node.name)
  const metric = attributes.block('metricTransformation')
  const dimensions = (
    node.inputs.metricTransformation as { readonly dimensions?: Record<string, string> } | undefined
  )?.dimensions
  const defaultText = metric.text('defaultValue')
  const pattern = attributes.text('pattern')
  try {
    parseFilterPattern(pattern)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new LogsPlanError(name, error.message)
  }
  return {
    name,
    region: regionOf(node, ''),
    groupName: attributes.text('logGroupName'),
    pattern,
    metric: {
      namespace: metric.text('namespace'),
      name: metric.text('name'),
      value: metric.text('value'),
      unit: metric.text('unit') || undefined,
      dimensions: dimensions ?? {},
      defaultValue: defaultText === '' ? undefined : Number(defaultText),
    },
  }
}
