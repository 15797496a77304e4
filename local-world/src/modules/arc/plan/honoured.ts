import type { HonouredProperties } from '../../../kernel/honoured-properties.ts'

/** Properties that each type honours; any other that is set is refused by name. */
export const HONOURED_PROPERTIES: HonouredProperties = {
  'aws:route53recoverycontrol/cluster:Cluster': {
    name: true,
    networkType: 'no effect',
  },
  'aws:route53recoverycontrol/controlPanel:ControlPanel': {
    name: true,
    clusterArn: 'no effect',
  },
  'aws:route53recoverycontrol/routingControl:RoutingControl': {
    name: true,
    clusterArn: 'no effect',
    controlPanelArn: true,
  },
  'aws:route53recoverycontrol/safetyRule:SafetyRule': {
    name: true,
    controlPanelArn: true,
    assertedControls: true,
    gatingControls: true,
    targetControls: true,
    waitPeriodMs: true,
    ruleConfig: {
      inverted: true,
      threshold: true,
      type: true,
    },
  },
}
