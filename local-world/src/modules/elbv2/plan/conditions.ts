import type { Attributes } from '@meridian/resource-graph'
import { LoadBalancingError } from '../errors.ts'
import type { RuleCondition } from '../model/load-balancer-plan.ts'

const MAX_VALUES = 5

/** A rule's conditions; at most five values in total, as on AWS. */
export function planConditions(ruleName: string, blocks: readonly Attributes[]): readonly RuleCondition[] {
  const conditions = blocks.map((block) => planCondition(ruleName, block))
  const count = conditions.reduce((sum, condition) => sum + condition.values.length, 0)
  if (count >= 1 && count <= MAX_VALUES) return conditions
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_INVALID',
    `Rule "${ruleName}" has ${count} condition values; AWS takes 1 to ${MAX_VALUES} in one rule`,
  )
}

function planCondition(ruleName: string, block: Attributes): RuleCondition {
  if (block.has('pathPattern')) return { field: 'path-pattern', values: valuesOf(block, 'pathPattern') }
  if (block.has('hostHeader')) return { field: 'host-header', values: valuesOf(block, 'hostHeader') }
  if (block.has('sourceIp')) return { field: 'source-ip', values: valuesOf(block, 'sourceIp') }
  if (block.has('httpRequestMethod')) {
    return { field: 'http-request-method', values: valuesOf(block, 'httpRequestMethod') }
  }
  if (block.has('httpHeader')) {
    const header = block.block('httpHeader')
    return { field: 'http-header', header: header.text('httpHeaderName'), values: header.texts('values') }
  }
  if (block.has('queryStrings')) return { field: 'query-string', values: queriesOf(block) }
  throw new LoadBalancingError(
    'MERIDIAN_ELBV2_NOT_INTERPRETED',
    `Rule "${ruleName}" has a condition of unknown kind; known: pathPattern, hostHeader, httpHeader, httpRequestMethod, queryStrings, sourceIp`,
  )
}

const valuesOf = (block: Attributes, kind: string): readonly string[] => block.block(kind).texts('values')

const queriesOf = (block: Attributes) =>
  block.blocks('queryStrings').map((query) => ({ key: query.text('key'), value: query.text('value') }))
