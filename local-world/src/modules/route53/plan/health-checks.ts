import type { ResourceNode } from '@meridian/resource-graph'
import { isRegionId } from '@meridian/topology'
import { Route53PlanError } from '../errors.ts'
import type { AlarmCheck, ControlCheck, EndpointCheck, HealthCheck } from '../model/health-check.ts'

const ENDPOINT_TYPES = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP'] as const
const DEFAULT_INTERVAL_SECONDS = 30
const DEFAULT_THRESHOLD = 3
const INTERVALS_SECONDS = [10, 30]
const MAX_THRESHOLD = 10

interface HealthCheckInputs {
  readonly type?: string
  readonly fqdn?: string
  readonly ipAddress?: string
  readonly port?: number
  readonly resourcePath?: string
  readonly searchString?: string
  readonly requestInterval?: number
  readonly failureThreshold?: number
  readonly invertHealthcheck?: boolean
  readonly disabled?: boolean
  readonly childHealthchecks?: readonly string[]
  readonly childHealthThreshold?: number
  readonly referenceName?: string
  readonly cloudwatchAlarmName?: string
  readonly cloudwatchAlarmRegion?: string
  readonly insufficientDataHealthStatus?: string
  readonly routingControlArn?: string
  readonly measureLatency?: boolean
  readonly enableSni?: boolean
  readonly regions?: readonly string[]
}

/** Reads a health check of the program; refuses what the API would refuse. */
export function planHealthCheck(node: ResourceNode): HealthCheck {
  const inputs = node.inputs as HealthCheckInputs
  const type = inputs.type ?? ''
  const common = {
    id: node.id,
    type,
    label: inputs.referenceName ?? node.name,
    isInverted: inputs.invertHealthcheck ?? false,
    isDisabled: inputs.disabled ?? false,
  }
  if (type === 'CALCULATED') return { ...common, check: planCalculated(inputs) }
  if (type === 'RECOVERY_CONTROL') return { ...common, check: planControlCheck(node.name, inputs) }
  if (type === 'CLOUDWATCH_METRIC') return { ...common, check: planAlarmCheck(node.name, inputs) }
  if ((ENDPOINT_TYPES as readonly string[]).includes(type))
    return { ...common, check: planEndpoint(node.name, type, inputs) }
  throw invalid(
    node.name,
    `health check type "${type}" is not supported in the local world; use one of ${ENDPOINT_TYPES.join(', ')}, CALCULATED, CLOUDWATCH_METRIC, RECOVERY_CONTROL`,
  )
}

function planCalculated(inputs: HealthCheckInputs) {
  const children = inputs.childHealthchecks ?? []
  return { kind: 'calculated', children, threshold: inputs.childHealthThreshold ?? children.length } as const
}

function planControlCheck(resource: string, { routingControlArn }: HealthCheckInputs): ControlCheck {
  if (!routingControlArn)
    throw invalid(
      resource,
      'Invalid parameter: a RECOVERY_CONTROL check needs a routingControlArn, found none',
    )
  return { kind: 'control', routingControlArn }
}

const WITHOUT_DATA = ['Healthy', 'Unhealthy', 'LastKnownStatus'] as const

function planAlarmCheck(resource: string, inputs: HealthCheckInputs): AlarmCheck {
  const { cloudwatchAlarmName: alarmName, cloudwatchAlarmRegion: region = '' } = inputs
  if (!alarmName || !isRegionId(region))
    throw invalid(
      resource,
      `Invalid parameter: a CLOUDWATCH_METRIC check needs an alarm and its region, found "${alarmName ?? ''}" in "${region}"`,
    )
  const wanted = inputs.insufficientDataHealthStatus ?? 'LastKnownStatus'
  const withoutData = WITHOUT_DATA.find((status) => status === wanted)
  if (!withoutData)
    throw invalid(
      resource,
      `Invalid parameter: insufficientDataHealthStatus is "${wanted}", expected one of ${WITHOUT_DATA.join(', ')}`,
    )
  return { kind: 'alarm', alarmName, region, withoutData }
}

function planEndpoint(resource: string, type: string, inputs: HealthCheckInputs): EndpointCheck {
  const host = inputs.ipAddress ?? inputs.fqdn
  if (!host) throw invalid(resource, 'Invalid parameter: an endpoint needs ipAddress or fqdn, found neither')
  const protocol = type === 'TCP' ? 'TCP' : type.startsWith('HTTPS') ? 'HTTPS' : 'HTTP'
  if (protocol === 'TCP' && inputs.port === undefined)
    throw invalid(resource, 'Invalid parameter: a TCP health check needs a port')
  const intervalSeconds = inputs.requestInterval ?? DEFAULT_INTERVAL_SECONDS
  if (!INTERVALS_SECONDS.includes(intervalSeconds))
    throw invalid(resource, `Invalid parameter: requestInterval is ${intervalSeconds}, expected 10 or 30`)
  const failureThreshold = inputs.failureThreshold ?? DEFAULT_THRESHOLD
  if (failureThreshold < 1 || failureThreshold > MAX_THRESHOLD)
    throw invalid(resource, `Invalid parameter: failureThreshold is ${failureThreshold}, expected 1 to 10`)
  if (type.endsWith('STR_MATCH') && !inputs.searchString)
    throw invalid(resource, `Invalid parameter: ${type} needs a searchString`)
  const port = inputs.port ?? (protocol === 'HTTPS' ? 443 : 80)
  return {
    kind: 'endpoint',
    protocol,
    host,
    hostHeader: hostHeader(inputs.fqdn ?? host, port),
    port,
    path: inputs.resourcePath ?? '/',
    searchString: inputs.searchString,
    intervalSeconds,
    failureThreshold,
    name: inputs.fqdn,
    ipAddress: inputs.ipAddress,
    measuresLatency: inputs.measureLatency ?? false,
    sendsName: inputs.enableSni ?? protocol === 'HTTPS',
    checkerRegions: inputs.regions ?? [],
  }
}

function hostHeader(name: string, port: number): string {
  return port === 80 || port === 443 ? name : `${name}:${port}`
}

function invalid(resource: string, message: string): Route53PlanError {
  return new Route53PlanError('MERIDIAN_ROUTE53_HEALTH_CHECK_INVALID', resource, message)
}
