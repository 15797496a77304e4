import type { ResourceNode } from '@meridian/resource-graph'
import { type Continent, isRegionId } from '@meridian/topology'
import { Route53PlanError } from '../errors.ts'
import { fromApiName, isWithin } from '../model/names.ts'
import { recordProblems, requestProblem } from '../model/record-rules.ts'
import type { AliasTarget, RecordSet, RoutingPolicy } from '../model/zone.ts'

interface RecordInputs {
  readonly name?: string
  readonly type?: string
  readonly ttl?: number
  readonly records?: readonly string[]
  readonly setIdentifier?: string
  readonly healthCheckId?: string
  readonly aliases?: readonly { name: string; zoneId: string; evaluateTargetHealth: boolean }[]
  readonly geolocationRoutingPolicies?: readonly {
    continent?: string
    country?: string
    subdivision?: string
  }[]
  readonly failoverRoutingPolicies?: readonly { type: string }[]
  readonly latencyRoutingPolicies?: readonly { region: string }[]
  readonly weightedRoutingPolicies?: readonly { weight: number }[]
}

const UNSUPPORTED_POLICIES = [
  'multivalueAnswerRoutingPolicy',
  'geoproximityRoutingPolicy',
  'cidrRoutingPolicy',
] as const

/** Reads a record of the program; a name outside the zone is relative to it, as in the provider. */
export function planRecord(node: ResourceNode, zoneName: string): RecordSet {
  const inputs = node.inputs as RecordInputs
  const policy = planPolicy(node.name, inputs)
  const alias = planAlias(node.name, inputs)
  const record: RecordSet = {
    name: absoluteName(inputs.name ?? '', zoneName),
    type: inputs.type ?? 'A',
    setIdentifier: inputs.setIdentifier,
    policy,
    healthCheckId: inputs.healthCheckId,
    ttl: alias ? undefined : inputs.ttl,
    values: (inputs.records ?? []).map((value) => asValue(inputs.type, value)),
    alias,
  }
  const invalid = requestProblem(record)
  const problems = invalid === undefined ? recordProblems(record) : [`Invalid request: ${invalid}`]
  if (problems.length > 0)
    throw new Route53PlanError('MERIDIAN_ROUTE53_RECORD_INVALID', node.name, problems.join('; '))
  return record
}

/** The provider adds the quotation marks of TXT values. */
const asValue = (type: string | undefined, value: string): string =>
  (type === 'TXT' || type === 'SPF') && !value.startsWith('"') ? `"${value}"` : value

function absoluteName(name: string, zoneName: string): string {
  const canonical = fromApiName(name)
  if (canonical === '') return zoneName
  return isWithin(canonical, zoneName) ? canonical : `${canonical}.${zoneName}`
}

function planAlias(resource: string, inputs: RecordInputs): AliasTarget | undefined {
  const [alias, second] = inputs.aliases ?? []
  const hasValues = (inputs.records?.length ?? 0) > 0
  if (second || Boolean(alias) === hasValues || (hasValues && inputs.ttl === undefined))
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_RECORD_INVALID',
      resource,
      'Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]',
    )
  return (
    alias && {
      name: fromApiName(alias.name).replace(/^dualstack\./, ''),
      zoneId: alias.zoneId,
      evaluateTargetHealth: alias.evaluateTargetHealth,
    }
  )
}

function planPolicy(resource: string, inputs: RecordInputs): RoutingPolicy {
  const unsupported = UNSUPPORTED_POLICIES.find((policy) => policy in inputs)
  if (unsupported)
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_POLICY_UNSUPPORTED',
      resource,
      `${unsupported} is not supported in the local world; use geolocation, latency, failover, weighted or simple records`,
    )
  const policies = [
    ...(inputs.geolocationRoutingPolicies ?? []).map(planGeolocation),
    ...(inputs.failoverRoutingPolicies ?? []).map(({ type }) => planFailover(resource, type)),
    ...(inputs.latencyRoutingPolicies ?? []).map(({ region }) => planLatency(resource, region)),
    ...(inputs.weightedRoutingPolicies ?? []).map(({ weight }) => ({ kind: 'weighted', weight }) as const),
  ]
  const [policy, second] = policies
  if (second)
    throw new Route53PlanError(
      'MERIDIAN_ROUTE53_POLICY_MIXED',
      resource,
      `Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation], but found more than one: ${policies.map(({ kind }) => kind).join(', ')}`,
    )
  return policy ?? { kind: 'simple' }
}

type GeolocationInput = NonNullable<RecordInputs['geolocationRoutingPolicies']>[number]

function planGeolocation({ continent, country, subdivision }: GeolocationInput) {
  const match = {
    ...(continent && { continent: continent as Continent }),
    ...(country && { country }),
    ...(subdivision && { subdivision }),
  }
  return { kind: 'geolocation', match } as const
}

function planFailover(resource: string, type: string): RoutingPolicy {
  if (type === 'PRIMARY' || type === 'SECONDARY') return { kind: 'failover', role: type }
  throw new Route53PlanError(
    'MERIDIAN_ROUTE53_RECORD_INVALID',
    resource,
    `Invalid request: failover type "${type}" is neither PRIMARY nor SECONDARY`,
  )
}

function planLatency(resource: string, region: string): RoutingPolicy {
  if (isRegionId(region)) return { kind: 'latency', region }
  throw new Route53PlanError(
    'MERIDIAN_ROUTE53_RECORD_INVALID',
    resource,
    `Invalid request: latency region "${region}" is not one of the world's regions`,
  )
}
