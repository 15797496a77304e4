import type {
  Created,
  CreateRequest,
  InvokeProvider,
  ResourceProvider,
} from '../../kernel/resource-provider.ts'
import { MANAGED_CACHE_POLICIES } from './model/managed-cache-policies.ts'
import { MANAGED_ORIGIN_REQUEST_POLICIES } from './model/managed-origin-request-policies.ts'
import { MANAGED_RESPONSE_HEADERS_POLICIES } from './model/managed-response-headers-policies.ts'

export const DISTRIBUTION_TYPE = 'aws:cloudfront/distribution:Distribution'
export const FUNCTION_TYPE = 'aws:cloudfront/function:Function'
export const ORIGIN_ACCESS_CONTROL_TYPE = 'aws:cloudfront/originAccessControl:OriginAccessControl'
export const CACHE_POLICY_TYPE = 'aws:cloudfront/cachePolicy:CachePolicy'
export const RESPONSE_HEADERS_POLICY_TYPE = 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy'
export const ORIGIN_REQUEST_POLICY_TYPE = 'aws:cloudfront/originRequestPolicy:OriginRequestPolicy'

/** The hosted zone of every distribution's domain name, for alias records. */
const CLOUDFRONT_ZONE_ID = 'Z2FDTNDATAQYW2'

function createDistribution(request: CreateRequest): Created {
  const id = `E${request.suffix(13, 'upper')}`
  return {
    id,
    outputs: {
      arn: `arn:aws:cloudfront::${request.accountId}:distribution/${id}`,
      domainName: `d${request.suffix(13, 'base36')}.cloudfront.net`,
      hostedZoneId: CLOUDFRONT_ZONE_ID,
      etag: etagOf(request),
      status: 'Deployed',
      callerReference: request.suffix(12, 'hex'),
      inProgressValidationBatches: 0,
      trustedSigners: [{ enabled: false }],
      trustedKeyGroups: [{ enabled: false }],
    },
  }
}

function createFunction(request: CreateRequest): Created {
  const name = String(request.inputs.name ?? request.name)
  const etag = etagOf(request)
  return {
    id: name,
    outputs: {
      name,
      arn: `arn:aws:cloudfront::${request.accountId}:function/${name}`,
      etag,
      liveStageEtag: etag,
      status: 'UNASSOCIATED',
    },
  }
}

function createOriginAccessControl(request: CreateRequest): Created {
  const id = `E${request.suffix(13, 'upper')}`
  const arn = `arn:aws:cloudfront::${request.accountId}:origin-access-control/${id}`
  const name = String(request.inputs.name ?? request.name)
  return { id, outputs: { arn, name, etag: etagOf(request) } }
}

/** Uses different characters of the suffix than the id. */
const etagOf = (request: CreateRequest): string => `E${request.suffix(26, 'upper').slice(13)}`

function createPolicy(request: CreateRequest): Created {
  const hex = request.suffix(32, 'hex')
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  )
  return { id, outputs: { etag: etagOf(request) } }
}

/** What the AWS provider would return for each CloudFront resource. */
export const CLOUDFRONT_RESOURCES: Readonly<Record<string, ResourceProvider>> = {
  [DISTRIBUTION_TYPE]: createDistribution,
  [FUNCTION_TYPE]: createFunction,
  [ORIGIN_ACCESS_CONTROL_TYPE]: createOriginAccessControl,
  [CACHE_POLICY_TYPE]: createPolicy,
  [ORIGIN_REQUEST_POLICY_TYPE]: createPolicy,
  [RESPONSE_HEADERS_POLICY_TYPE]: createPolicy,
}

/** Finds a managed policy by name or id, as `aws.cloudfront.getCachePolicy` does. */
function findManaged(policies: readonly { id: string; name: string }[]): InvokeProvider {
  return ({ args, token }) => {
    const found = policies.find(({ id, name }) => id === args.id || name === args.name)
    if (found) return { id: found.id, name: found.name }
    throw new Error(`${token} found no managed policy ${String(args.name ?? args.id)} in the local world`)
  }
}

/** Provider functions that look up AWS's own policies. */
export const CLOUDFRONT_INVOKES: Readonly<Record<string, InvokeProvider>> = {
  'aws:cloudfront/getCachePolicy:getCachePolicy': findManaged(MANAGED_CACHE_POLICIES),
  'aws:cloudfront/getOriginRequestPolicy:getOriginRequestPolicy': findManaged(
    MANAGED_ORIGIN_REQUEST_POLICIES,
  ),
  'aws:cloudfront/getResponseHeadersPolicy:getResponseHeadersPolicy': findManaged(
    MANAGED_RESPONSE_HEADERS_POLICIES,
  ),
}
