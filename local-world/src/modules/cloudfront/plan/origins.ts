import { CloudFrontPlanError } from '../errors.ts'
import type { Origin, OriginGroup } from '../model/distribution.ts'

export interface OriginInputs {
  readonly originId: string
  readonly domainName: string
  readonly originPath?: string
  readonly connectionAttempts?: number
  readonly connectionTimeout?: number
  readonly customHeaders?: readonly { name: string; value: string }[]
  readonly s3OriginConfig?: unknown
  readonly originAccessControlId?: string
  readonly customOriginConfig?: {
    readonly httpPort?: number
    readonly httpsPort?: number
    readonly originProtocolPolicy?: string
    readonly originReadTimeout?: number
    readonly originKeepaliveTimeout?: number
    readonly originSslProtocols?: readonly string[]
  }
}

export interface OriginGroupInputs {
  readonly originId: string
  readonly failoverCriteria?: { readonly statusCodes?: readonly number[] }
  readonly members?: readonly { readonly originId: string }[]
}

const FAILOVER_STATUS_CODES = [400, 403, 404, 416, 429, 500, 502, 503, 504]
const BUCKET_DOMAIN = /^(?<bucket>[a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/
const BUCKET_READ_TIMEOUT_MS = 30_000
const PROTOCOL_POLICIES = ['http-only', 'https-only', 'match-viewer'] as const

/** `controls` are the ids of the program's origin access controls. */
export function planOrigin(resource: string, inputs: OriginInputs, controls: ReadonlySet<string>): Origin {
  const { originId, connectionAttempts = 3, connectionTimeout = 10, customOriginConfig: custom } = inputs
  const refuse = (message: string) =>
    new CloudFrontPlanError('MERIDIAN_CLOUDFRONT_ORIGIN', resource, `origin "${originId}": ${message}`)
  inRange('connectionAttempts', connectionAttempts, 3)
  inRange('connectionTimeout', connectionTimeout, 10)
  if (!custom) return planBucketOrigin()
  const readTimeout = custom.originReadTimeout ?? 30
  const keepAlive = custom.originKeepaliveTimeout ?? 5
  inRange('originReadTimeout', readTimeout, 120)
  inRange('originKeepaliveTimeout', keepAlive, 120)
  const protocolPolicy = PROTOCOL_POLICIES.find((policy) => policy === custom.originProtocolPolicy)
  if (!protocolPolicy)
    throw refuse(
      `originProtocolPolicy is "${custom.originProtocolPolicy}", expected one of ${PROTOCOL_POLICIES.join(', ')}`,
    )
  return {
    id: originId,
    domainName: inputs.domainName.toLowerCase().replace(/\.$/, ''),
    path: (inputs.originPath ?? '').replace(/\/$/, ''),
    protocolPolicy,
    httpPort: custom.httpPort ?? 80,
    httpsPort: custom.httpsPort ?? 443,
    customHeaders: Object.fromEntries(
      (inputs.customHeaders ?? []).map(({ name, value }) => [name.toLowerCase(), value]),
    ),
    connectionAttempts,
    connectionTimeoutMs: connectionTimeout * 1_000,
    readTimeoutMs: readTimeout * 1_000,
    keepAliveMs: keepAlive * 1_000,
    sslProtocols: custom.originSslProtocols ?? [],
  }

  function planBucketOrigin(): Origin {
    const { originAccessControlId: control } = inputs
    const { bucket } = BUCKET_DOMAIN.exec(inputs.domainName)?.groups ?? {}
    if (bucket === undefined)
      throw refuse(
        `"${inputs.domainName}" is no bucket's regional domain name; any other origin needs a customOriginConfig`,
      )
    if (control === undefined || !controls.has(control))
      throw refuse(
        `NoSuchOriginAccessControl: a bucket is read with an origin access control of the program, found ${control ?? 'none'}`,
      )
    return {
      id: originId,
      domainName: inputs.domainName,
      path: (inputs.originPath ?? '').replace(/\/$/, ''),
      protocolPolicy: 'https-only',
      httpPort: 80,
      httpsPort: 443,
      customHeaders: {},
      connectionAttempts,
      connectionTimeoutMs: connectionTimeout * 1_000,
      readTimeoutMs: BUCKET_READ_TIMEOUT_MS,
      keepAliveMs: 0,
      sslProtocols: [],
      bucket: { name: bucket, accessControlId: control },
    }
  }

  function inRange(setting: string, value: number, most: number): void {
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw refuse(`InvalidArgument: ${setting} is ${value}, expected 1 to ${most}`)
  }
}

/** An origin group has exactly two members, as the API requires. */
export function planOriginGroup(
  resource: string,
  inputs: OriginGroupInputs,
  origins: ReadonlyMap<string, Origin>,
): OriginGroup {
  const refuse = (message: string) =>
    new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_ORIGIN_GROUP',
      resource,
      `origin group "${inputs.originId}": ${message}`,
    )
  const memberIds = (inputs.members ?? []).map(({ originId }) => originId)
  const [primaryId, secondaryId, ...others] = memberIds
  if (primaryId === undefined || secondaryId === undefined || others.length > 0)
    throw refuse(
      `InvalidArgument: an origin group has exactly 2 members, found ${memberIds.length}: ${memberIds.join(', ')}. Reach a third origin through a DNS name that fails over`,
    )
  for (const memberId of memberIds)
    if (!origins.has(memberId))
      throw refuse(`NoSuchOrigin: member "${memberId}" is not an origin of the distribution`)
  const statusCodes = inputs.failoverCriteria?.statusCodes ?? []
  const unknown = statusCodes.filter((code) => !FAILOVER_STATUS_CODES.includes(code))
  if (statusCodes.length === 0 || unknown.length > 0)
    throw refuse(
      `InvalidArgument: failover status codes are [${statusCodes.join(', ')}], expected some of ${FAILOVER_STATUS_CODES.join(', ')}`,
    )
  return { id: inputs.originId, primaryId, secondaryId, statusCodes: new Set(statusCodes) }
}
