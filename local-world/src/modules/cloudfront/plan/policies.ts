import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { CloudFrontPlanError } from '../errors.ts'
import { type CachePolicy, MANAGED_CACHE_POLICIES } from '../model/managed-cache-policies.ts'
import {
  EDGE_HEADERS,
  MANAGED_ORIGIN_REQUEST_POLICIES,
  type OriginRequestPolicy,
} from '../model/managed-origin-request-policies.ts'
import {
  MANAGED_RESPONSE_HEADERS_POLICIES,
  type ResponseHeadersPolicy,
} from '../model/managed-response-headers-policies.ts'
import { EVERYTHING, except, NOTHING, only, type Selection } from '../model/selection.ts'
import { CACHE_POLICY_TYPE, ORIGIN_REQUEST_POLICY_TYPE, RESPONSE_HEADERS_POLICY_TYPE } from '../resources.ts'
import { planResponseHeadersPolicy } from './response-headers.ts'

/** Policies by id: AWS's own and the program's. */
export interface Policies {
  cache(resource: string, id: string | undefined): CachePolicy
  originRequest(resource: string, id: string | undefined): OriginRequestPolicy | undefined
  responseHeaders(resource: string, id: string | undefined): ResponseHeadersPolicy | undefined
}

export function collectPolicies(graph: ResourceGraph): Policies {
  const cache = [...MANAGED_CACHE_POLICIES, ...graph.ofType(CACHE_POLICY_TYPE).map(planCachePolicy)]
  const originRequest = [
    ...MANAGED_ORIGIN_REQUEST_POLICIES,
    ...graph.ofType(ORIGIN_REQUEST_POLICY_TYPE).map(planOriginRequestPolicy),
  ]
  const responseHeaders = [
    ...MANAGED_RESPONSE_HEADERS_POLICIES,
    ...graph.ofType(RESPONSE_HEADERS_POLICY_TYPE).map(planResponseHeadersPolicy),
  ]
  return {
    cache(resource, id) {
      if (id !== undefined) return find(cache, 'NoSuchCachePolicy', resource, id)
      throw new CloudFrontPlanError(
        'MERIDIAN_CLOUDFRONT_POLICY',
        resource,
        'InvalidArgument: a cache behaviour needs cachePolicyId (the legacy forwardedValues is not supported in the local world)',
      )
    },
    originRequest: (resource, id) =>
      id === undefined ? undefined : find(originRequest, 'NoSuchOriginRequestPolicy', resource, id),
    responseHeaders: (resource, id) =>
      id === undefined ? undefined : find(responseHeaders, 'NoSuchResponseHeadersPolicy', resource, id),
  }
}

function find<Policy extends { id: string; name: string }>(
  policies: readonly Policy[],
  problem: string,
  resource: string,
  id: string,
): Policy {
  const found = policies.find((policy) => policy.id === id)
  if (found) return found
  throw new CloudFrontPlanError(
    'MERIDIAN_CLOUDFRONT_POLICY',
    resource,
    `${problem}: no policy has the id ${id}; known are ${policies.map(({ name }) => name).join(', ')}`,
  )
}

interface SelectionInputs {
  readonly headersConfig?: { headerBehavior?: string; headers?: { items?: readonly string[] } }
  readonly cookiesConfig?: { cookieBehavior?: string; cookies?: { items?: readonly string[] } }
  readonly queryStringsConfig?: { queryStringBehavior?: string; queryStrings?: { items?: readonly string[] } }
}

interface CachePolicyInputs {
  readonly name?: string
  readonly minTtl?: number
  readonly defaultTtl?: number
  readonly maxTtl?: number
  readonly parametersInCacheKeyAndForwardedToOrigin?: SelectionInputs & {
    enableAcceptEncodingGzip?: boolean
    enableAcceptEncodingBrotli?: boolean
  }
}

function planCachePolicy(node: ResourceNode): CachePolicy {
  const inputs = node.inputs as CachePolicyInputs
  const key = inputs.parametersInCacheKeyAndForwardedToOrigin ?? {}
  return {
    id: node.id,
    name: inputs.name ?? node.name,
    minTtlSeconds: inputs.minTtl ?? 0,
    defaultTtlSeconds: inputs.defaultTtl ?? 86_400,
    maxTtlSeconds: inputs.maxTtl ?? 31_536_000,
    ...planSelections(node.name, key),
    acceptsGzip: key.enableAcceptEncodingGzip ?? false,
    acceptsBrotli: key.enableAcceptEncodingBrotli ?? false,
  }
}

function planOriginRequestPolicy(node: ResourceNode): OriginRequestPolicy {
  const inputs = node.inputs as SelectionInputs & { name?: string }
  const asked = (inputs.headersConfig?.headers?.items ?? []).map((name) => name.toLowerCase())
  return {
    id: node.id,
    name: inputs.name ?? node.name,
    ...planSelections(node.name, inputs),
    edgeHeaders: EDGE_HEADERS.filter((name) => asked.includes(name)),
  }
}

function planSelections(
  resource: string,
  { headersConfig, cookiesConfig, queryStringsConfig }: SelectionInputs,
) {
  const headers = (headersConfig?.headers?.items ?? []).map((name) => name.toLowerCase())
  return {
    headers: planSelection(resource, headersConfig?.headerBehavior, headers),
    cookies: planSelection(resource, cookiesConfig?.cookieBehavior, cookiesConfig?.cookies?.items),
    queryStrings: planSelection(
      resource,
      queryStringsConfig?.queryStringBehavior,
      queryStringsConfig?.queryStrings?.items,
    ),
  }
}

function planSelection(resource: string, behavior = 'none', items: readonly string[] = []): Selection {
  switch (behavior) {
    case 'none':
      return NOTHING
    case 'all':
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return EVERYTHING
    case 'whitelist':
      return only(...items)
    case 'allExcept':
      return except(...items)
    default:
      throw new CloudFrontPlanError(
        'MERIDIAN_CLOUDFRONT_POLICY',
        resource,
        `InvalidArgument: "${behavior}" is not one of none, whitelist, all, allExcept, allViewer, allViewerAndWhitelistCloudFront`,
      )
  }
}
