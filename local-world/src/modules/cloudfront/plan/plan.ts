import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { CloudFrontPlanError } from '../errors.ts'
import type {
  Behavior,
  CustomErrorResponse,
  Distribution,
  EdgeFunction,
  FunctionEvent,
  Origin,
  OriginGroup,
} from '../model/distribution.ts'
import { DEFAULT_ERROR_TTL_SECONDS } from '../model/freshness.ts'
import { createPathPattern } from '../model/path-pattern.ts'
import { READ_METHODS } from '../model/read-methods.ts'
import { DISTRIBUTION_TYPE, FUNCTION_TYPE, ORIGIN_ACCESS_CONTROL_TYPE } from '../resources.ts'
import { type OriginGroupInputs, type OriginInputs, planOrigin, planOriginGroup } from './origins.ts'
import { collectPolicies, type Policies } from './policies.ts'
import { planSettings, type SettingInputs } from './settings.ts'
import { checkViewerCertificate } from './viewer-certificate.ts'

export interface CloudFrontPlan {
  readonly distributions: readonly Distribution[]
  readonly functions: readonly EdgeFunction[]
}

interface BehaviorInputs {
  readonly pathPattern?: string
  readonly targetOriginId: string
  readonly viewerProtocolPolicy?: string
  readonly allowedMethods?: readonly string[]
  readonly cachedMethods?: readonly string[]
  readonly compress?: boolean
  readonly cachePolicyId?: string
  readonly originRequestPolicyId?: string
  readonly responseHeadersPolicyId?: string
  readonly functionAssociations?: readonly { eventType: string; functionArn: string }[]
}

interface DistributionInputs extends SettingInputs {
  readonly enabled?: boolean
  readonly comment?: string
  readonly aliases?: readonly string[]
  readonly defaultRootObject?: string
  readonly priceClass?: string
  readonly origins?: readonly OriginInputs[]
  readonly originGroups?: readonly OriginGroupInputs[]
  readonly defaultCacheBehavior?: BehaviorInputs
  readonly orderedCacheBehaviors?: readonly BehaviorInputs[]
  readonly customErrorResponses?: readonly {
    errorCode: number
    errorCachingMinTtl?: number
    responseCode?: number
    responsePagePath?: string
  }[]
}

const METHOD_SETS = ['GET,HEAD', 'GET,HEAD,OPTIONS', 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT']
const VIEWER_POLICIES = ['allow-all', 'redirect-to-https', 'https-only'] as const
const FUNCTION_EVENTS: readonly string[] = ['viewer-request', 'viewer-response'] satisfies FunctionEvent[]
const MAX_FUNCTION_BYTES = 10_240

/** The program's distributions and functions; throws what CloudFront's API would refuse. */
export function planCloudFront(graph: ResourceGraph): CloudFrontPlan {
  const policies = collectPolicies(graph)
  const functions = graph.ofType(FUNCTION_TYPE).map(planFunction)
  return {
    functions,
    distributions: graph
      .ofType(DISTRIBUTION_TYPE)
      .map((node) => planDistribution(node, graph, policies, functions)),
  }
}

function planFunction(node: ResourceNode): EdgeFunction {
  const code = String(node.inputs.code ?? '')
  const bytes = Buffer.byteLength(code)
  if (bytes > MAX_FUNCTION_BYTES)
    throw new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_FUNCTION',
      node.name,
      `FunctionSizeLimitExceeded: the code has ${bytes} bytes, at most ${MAX_FUNCTION_BYTES} are allowed`,
    )
  return {
    arn: String(node.outputs.arn),
    name: node.id,
    runtime: String(node.inputs.runtime ?? ''),
    code,
  }
}

function planDistribution(
  node: ResourceNode,
  graph: ResourceGraph,
  policies: Policies,
  functions: readonly EdgeFunction[],
): Distribution {
  const inputs = node.inputs as DistributionInputs
  checkViewerCertificate(node.name, inputs.aliases ?? [], inputs.viewerCertificate ?? {}, graph)
  const controls = new Set(graph.ofType(ORIGIN_ACCESS_CONTROL_TYPE).map(({ id }) => id))
  const origins = new Map(
    (inputs.origins ?? []).map((origin) => [origin.originId, planOrigin(node.name, origin, controls)]),
  )
  const originGroups = new Map(
    (inputs.originGroups ?? []).map((group) => [group.originId, planOriginGroup(node.name, group, origins)]),
  )
  const behavior = (behaviorInputs: BehaviorInputs) =>
    planBehavior(node.name, behaviorInputs, { origins, originGroups, policies, functions })
  if (!inputs.defaultCacheBehavior)
    throw new CloudFrontPlanError(
      'MERIDIAN_CLOUDFRONT_BEHAVIOR',
      node.name,
      'defaultCacheBehavior is missing',
    )
  return {
    id: node.id,
    arn: String(node.outputs.arn),
    domainName: String(node.outputs.domainName),
    aliases: inputs.aliases ?? [],
    comment: inputs.comment ?? '',
    etag: String(node.outputs.etag),
    isEnabled: inputs.enabled ?? true,
    defaultRootObject: inputs.defaultRootObject ?? '',
    priceClass: inputs.priceClass ?? 'PriceClass_All',
    origins,
    originGroups,
    behaviors: (inputs.orderedCacheBehaviors ?? []).map(behavior),
    defaultBehavior: behavior(inputs.defaultCacheBehavior),
    errorResponses: new Map((inputs.customErrorResponses ?? []).map(planErrorResponse)),
    settings: planSettings(String(node.outputs.callerReference ?? node.id), inputs),
  }
}

function planErrorResponse(
  response: NonNullable<DistributionInputs['customErrorResponses']>[number],
): [number, CustomErrorResponse] {
  const { errorCode, errorCachingMinTtl, responseCode, responsePagePath } = response
  const page = responsePagePath ? { path: responsePagePath, status: responseCode ?? errorCode } : undefined
  return [errorCode, { minTtlSeconds: errorCachingMinTtl ?? DEFAULT_ERROR_TTL_SECONDS, page }]
}

interface BehaviorContext {
  readonly origins: ReadonlyMap<string, Origin>
  readonly originGroups: ReadonlyMap<string, OriginGroup>
  readonly policies: Policies
  readonly functions: readonly EdgeFunction[]
}

function planBehavior(resource: string, inputs: BehaviorInputs, context: BehaviorContext): Behavior {
  const label = inputs.pathPattern ?? 'default'
  const refuse = (message: string) =>
    new CloudFrontPlanError('MERIDIAN_CLOUDFRONT_BEHAVIOR', resource, `behaviour "${label}": ${message}`)
  const { targetOriginId, allowedMethods = ['GET', 'HEAD'] } = inputs
  if (!context.origins.has(targetOriginId) && !context.originGroups.has(targetOriginId))
    throw refuse(
      `NoSuchOrigin: "${targetOriginId}" is neither an origin nor an origin group of the distribution`,
    )
  if (!METHOD_SETS.includes([...allowedMethods].sort().join(',')))
    throw refuse(
      `InvalidArgument: allowed methods are [${allowedMethods.join(', ')}], expected [GET, HEAD], [GET, HEAD, OPTIONS] or all seven`,
    )
  if (context.originGroups.has(targetOriginId) && allowedMethods.some((method) => !READ_METHODS.has(method)))
    throw refuse(
      'InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group',
    )
  const viewerProtocolPolicy = VIEWER_POLICIES.find((policy) => policy === inputs.viewerProtocolPolicy)
  if (!viewerProtocolPolicy)
    throw refuse(
      `viewerProtocolPolicy is "${inputs.viewerProtocolPolicy}", expected one of ${VIEWER_POLICIES.join(', ')}`,
    )
  return {
    pathPattern: inputs.pathPattern === undefined ? undefined : createPathPattern(inputs.pathPattern),
    targetId: targetOriginId,
    viewerProtocolPolicy,
    allowedMethods: new Set(allowedMethods),
    cachedMethods: inputs.cachedMethods ?? ['GET', 'HEAD'],
    compresses: inputs.compress ?? false,
    cache: context.policies.cache(resource, inputs.cachePolicyId),
    originRequest: context.policies.originRequest(resource, inputs.originRequestPolicyId),
    responseHeaders: context.policies.responseHeaders(resource, inputs.responseHeadersPolicyId),
    functions: planFunctions(),
  }

  function planFunctions(): Behavior['functions'] {
    const byEvent: Record<string, string> = {}
    for (const { eventType, functionArn } of inputs.functionAssociations ?? []) {
      if (!FUNCTION_EVENTS.includes(eventType))
        throw refuse(
          `InvalidFunctionAssociation: event type "${eventType}", expected ${FUNCTION_EVENTS.join(' or ')}`,
        )
      if (!context.functions.some(({ arn }) => arn === functionArn))
        throw refuse(`InvalidFunctionAssociation: no function has the ARN ${functionArn}`)
      byEvent[eventType] = functionArn
    }
    return byEvent
  }
}
