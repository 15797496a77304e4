import type { CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

const CLUSTER_TYPE = 'aws:route53recoverycontrol/cluster:Cluster'
export const CONTROL_PANEL_TYPE = 'aws:route53recoverycontrol/controlPanel:ControlPanel'
export const ROUTING_CONTROL_TYPE = 'aws:route53recoverycontrol/routingControl:RoutingControl'
export const SAFETY_RULE_TYPE = 'aws:route53recoverycontrol/safetyRule:SafetyRule'

/** ARC's endpoint regions for every cluster; the world has only two of them. */
const ENDPOINT_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2']
const NAME_DIGITS = 8
const PANEL_DIGITS = 32
const PART_DIGITS = 16

function deployed(arn: string, outputs: object = {}) {
  return { id: arn, outputs: { arn, status: 'DEPLOYED', ...outputs } }
}

function createCluster(request: CreateRequest) {
  const hex = request.suffix(PANEL_DIGITS)
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const clusterEndpoints = ENDPOINT_REGIONS.map((region) => ({
    region,
    endpoint: `https://${hex.slice(0, NAME_DIGITS)}.route53-recovery-cluster.${region}.amazonaws.com/v1`,
  }))
  return deployed(`${arnPrefix(request)}:cluster/${id}`, { clusterEndpoints })
}

function createControlPanel(request: CreateRequest) {
  const arn = `${arnPrefix(request)}:controlpanel/${request.suffix(PANEL_DIGITS)}`
  return deployed(arn, { defaultControlPanel: false })
}

/** ARNs of controls and rules extend that of their panel. */
const partOfPanel =
  (kind: string): ResourceProvider =>
  (request) =>
    deployed(`${request.inputs.controlPanelArn}/${kind}/${request.suffix(PART_DIGITS)}`)

/** ARC's ARNs have no region. */
const arnPrefix = ({ accountId }: CreateRequest) => `arn:aws:route53-recovery-control::${accountId}`

/** What the AWS provider would return for each ARC resource. */
export const ARC_RESOURCES: Readonly<Record<string, ResourceProvider>> = {
  [CLUSTER_TYPE]: createCluster,
  [CONTROL_PANEL_TYPE]: createControlPanel,
  [ROUTING_CONTROL_TYPE]: partOfPanel('routingcontrol'),
  [SAFETY_RULE_TYPE]: partOfPanel('safetyrule'),
}
