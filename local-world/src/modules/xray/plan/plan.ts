import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId } from '@meridian/topology'
import { XRayPlanError } from '../errors.ts'
import { parseFilterExpression } from '../model/filter-expression.ts'
import type { GroupPlan, SamplingRulePlan, XRayPlan } from '../model/xray-plan.ts'
import { GROUP_TYPE, SAMPLING_RULE_TYPE } from '../resources.ts'

/** Reads the program's sampling rules and groups; refuses what CreateSamplingRule and CreateGroup would refuse. */
export function planXRay(graph: ResourceGraph): XRayPlan {
  return {
    rules: graph.ofType(SAMPLING_RULE_TYPE).map(planRule),
    groups: graph.ofType(GROUP_TYPE).map(planGroup),
  }
}

const MOST_NAME_CHARACTERS = 32

function planRule(node: ResourceNode): SamplingRulePlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('ruleName', node.name)
  const fixedRate = attributes.number('fixedRate', Number.NaN)
  const priority = attributes.number('priority', Number.NaN)
  if (name.length > MOST_NAME_CHARACTERS)
    throw new XRayPlanError(name, `a rule's name has ${MOST_NAME_CHARACTERS} characters at most`)
  if (!(fixedRate >= 0 && fixedRate <= 1))
    throw new XRayPlanError(name, `fixedRate is ${fixedRate}; it is from 0 to 1`)
  if (!(priority >= 1 && priority <= 9_999))
    throw new XRayPlanError(name, `priority is ${priority}; it is from 1 to 9999`)
  return {
    name,
    arn: attributes.text('arn'),
    region: parseRegionId(attributes.text('region')),
    priority,
    fixedRate,
    reservoirSize: attributes.number('reservoirSize', 0),
    host: attributes.text('host', '*'),
    httpMethod: attributes.text('httpMethod', '*'),
    urlPath: attributes.text('urlPath', '*'),
    serviceName: attributes.text('serviceName', '*'),
    serviceType: attributes.text('serviceType', '*'),
    resourceArn: attributes.text('resourceArn', '*'),
  }
}

function planGroup(node: ResourceNode): GroupPlan {
  const attributes = Attributes.of(node)
  const name = attributes.text('groupName', node.name)
  const filterExpression = attributes.text('filterExpression')
  const insights = attributes.block('insightsConfiguration')
  try {
    parseFilterExpression(filterExpression)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new XRayPlanError(name, error.message)
  }
  return {
    name,
    arn: attributes.text('arn'),
    region: parseRegionId(attributes.text('region')),
    filterExpression,
    hasInsights: insights.boolean('insightsEnabled'),
    hasNotices: insights.boolean('notificationsEnabled'),
  }
}
