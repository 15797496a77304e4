import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import {
  CONTROL_PANEL_TYPE,
  ROUTING_CONTROL_TYPE,
  SAFETY_RULE_TYPE,
} from '../../src/modules/arc/resources.ts'
import { HEALTH_CHECK_TYPE } from '../../src/modules/route53/resources.ts'
import { exampleNodes, graphOf, healthCheckId, node } from '../route53/example-program.ts'

export const PANEL = 'arn:aws:route53-recovery-control::000000000000:controlpanel/1234'
export const RULE = `${PANEL}/safetyrule/5678`
export const WAIT_MS = 5_000
export const controlArn = (region: RegionId) => `${PANEL}/routingcontrol/${region}`
export const controlCheckId = (region: RegionId) => `switch-${region}`

/** A panel, a control for each region, and the rule that at least one of them stays on. */
export function controlNodes(): readonly ResourceNode[] {
  return [
    node(CONTROL_PANEL_TYPE, 'panel', { name: 'regions' }, {}, PANEL),
    ...REGION_IDS.map((region) =>
      node(
        ROUTING_CONTROL_TYPE,
        `control-${region}`,
        { name: region, controlPanelArn: PANEL },
        {},
        controlArn(region),
      ),
    ),
    node(
      SAFETY_RULE_TYPE,
      'rule',
      {
        name: 'one-stays-on',
        controlPanelArn: PANEL,
        waitPeriodMs: WAIT_MS,
        assertedControls: REGION_IDS.map(controlArn),
        ruleConfig: { type: 'ATLEAST', threshold: 1, inverted: false },
      },
      {},
      RULE,
    ),
  ]
}

/** Meridian's records: a region is in the answers while it is healthy and its control is on. All endpoints are healthy. */
export function switchedGraph(): ResourceGraph {
  return graphOf([
    ...exampleNodes().filter(({ type }) => type !== HEALTH_CHECK_TYPE),
    ...controlNodes(),
    ...REGION_IDS.flatMap(checksOf),
  ])
}

function checksOf(region: RegionId): readonly ResourceNode[] {
  const endpointId = `endpoint-${region}`
  const endpoint = { type: 'HTTPS', fqdn: `${region}.example`, disabled: true }
  const control = { type: 'RECOVERY_CONTROL', routingControlArn: controlArn(region) }
  const both = {
    type: 'CALCULATED',
    childHealthThreshold: 2,
    childHealthchecks: [endpointId, controlCheckId(region)],
  }
  return [
    node(HEALTH_CHECK_TYPE, endpointId, endpoint, {}, endpointId),
    node(HEALTH_CHECK_TYPE, `switch-${region}`, control, {}, controlCheckId(region)),
    node(HEALTH_CHECK_TYPE, `both-${region}`, both, {}, healthCheckId(region)),
  ]
}
