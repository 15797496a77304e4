import type { RegionId } from '@meridian/topology'
import type { CreateRequest, ResourceProvider } from '../../kernel/resource-provider.ts'

/** Pulumi types of this module, by the name the code uses. */
export const TYPES = {
  loadBalancer: 'aws:lb/loadBalancer:LoadBalancer',
  targetGroup: 'aws:lb/targetGroup:TargetGroup',
  listener: 'aws:lb/listener:Listener',
  listenerRule: 'aws:lb/listenerRule:ListenerRule',
} as const

/** AWS's hosted zones, which alias records to a load balancer must name (terraform-provider-aws). */
const ZONE_IDS: Readonly<Record<RegionId, string>> = {
  'us-east-1': 'Z35SXDOTRQ7X7K',
  'us-west-2': 'Z1H1FL5HABSF5',
  'ap-northeast-2': 'ZWKZPGTI48KDX',
}

const nameOf = (request: CreateRequest): string =>
  String(request.inputs.name ?? `${request.name}-${request.suffix(7, 'hex')}`)

const arnPrefix = ({ region, accountId }: CreateRequest): string =>
  `arn:aws:elasticloadbalancing:${region}:${accountId}:`

function outputsOf(request: CreateRequest, computed: Readonly<Record<string, unknown>>) {
  const { region, inputs } = request
  return { region, ...inputs, tagsAll: inputs.tags ?? {}, ...computed }
}

const loadBalancer: ResourceProvider = (request) => {
  const name = nameOf(request)
  const hex = request.suffix(16, 'hex')
  const arnSuffix = `app/${name}/${hex}`
  const arn = `${arnPrefix(request)}loadbalancer/${arnSuffix}`
  const computed = {
    name,
    arn,
    arnSuffix,
    dnsName: `${name}-${digitsFrom(hex)}.${request.region}.elb.amazonaws.com`,
    zoneId: ZONE_IDS[request.region],
    loadBalancerType: request.inputs.loadBalancerType ?? 'application',
    internal: request.inputs.internal ?? false,
    idleTimeout: request.inputs.idleTimeout ?? 60,
    clientKeepAlive: request.inputs.clientKeepAlive ?? 3600,
    ipAddressType: request.inputs.ipAddressType ?? 'ipv4',
  }
  return { id: arn, outputs: outputsOf(request, computed) }
}

/** The number that AWS appends to a load balancer's DNS name. */
function digitsFrom(hex: string): string {
  const digits = BigInt(`0x${hex}`) % 10_000_000_000n
  return digits.toString().padStart(10, '1')
}

const targetGroup: ResourceProvider = (request) => {
  const name = nameOf(request)
  const arnSuffix = `targetgroup/${name}/${request.suffix(16, 'hex')}`
  const arn = `${arnPrefix(request)}${arnSuffix}`
  return { id: arn, outputs: outputsOf(request, { name, arn, arnSuffix }) }
}

/** A listener's ARN repeats its load balancer's, a rule's repeats its listener's. */
const listener: ResourceProvider = (request) => {
  const parent = String(request.inputs.loadBalancerArn).split(':loadbalancer/')[1] ?? 'unknown'
  const arn = `${arnPrefix(request)}listener/${parent}/${request.suffix(16, 'hex')}`
  return { id: arn, outputs: outputsOf(request, { arn }) }
}

const listenerRule: ResourceProvider = (request) => {
  const parent = String(request.inputs.listenerArn).split(':listener/')[1] ?? 'unknown'
  const arn = `${arnPrefix(request)}listener-rule/${parent}/${request.suffix(16, 'hex')}`
  return { id: arn, outputs: outputsOf(request, { arn }) }
}

export const elbv2Resources: Readonly<Record<string, ResourceProvider>> = {
  [TYPES.loadBalancer]: loadBalancer,
  [TYPES.targetGroup]: targetGroup,
  [TYPES.listener]: listener,
  [TYPES.listenerRule]: listenerRule,
}
