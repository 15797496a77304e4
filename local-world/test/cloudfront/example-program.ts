import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import { DISTRIBUTION_TYPE, FUNCTION_TYPE } from '../../src/modules/cloudfront/resources.ts'

type Values = Readonly<Record<string, unknown>>

export const DISTRIBUTION_ID = 'E0TEST'
export const DOMAIN_NAME = 'd0test.cloudfront.net'
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
export const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3'
export const ALL_VIEWER_AND_CLOUDFRONT = '33f36d7e-f396-46d9-90e0-52428a34d9dc'
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
export const SECURITY_HEADERS = '67f7725c-6f97-4210-82d7-5512b31e9d03'
const READS = ['GET', 'HEAD', 'OPTIONS']
export const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']

const READ_FAILOVER = `
import cf from 'cloudfront'

function handler(event) {
  const method = event.request.method
  if (method === 'GET' || method === 'HEAD')
    cf.createRequestOriginGroup({
      originIds: [{ originId: 'nearest' }, { originId: 'next' }],
      failoverCriteria: { statusCodes: [500, 502, 503, 504] },
    })
  return event.request
}`

export function node(
  type: string,
  name: string,
  inputs: Values,
  outputs: Values = {},
  id = name,
): ResourceNode {
  return sampleNode({ type, name, id, inputs, outputs: { ...inputs, ...outputs } })
}

export const functionArn = (name: string) => `arn:aws:cloudfront::000000000000:function/${name}`

export const edgeFunction = (name: string, code: string): ResourceNode =>
  node(FUNCTION_TYPE, name, { code, runtime: 'cloudfront-js-2.0' }, { arn: functionArn(name) })

export const origin = (originId: string, custom: Values = {}, settings: Values = {}) => ({
  originId,
  domainName: `${originId}.meridian.example`,
  connectionAttempts: 1,
  connectionTimeout: 1,
  customOriginConfig: {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: 'http-only',
    originReadTimeout: 1,
    ...custom,
  },
  ...settings,
})

export const group = (statusCodes: readonly number[], originId = 'pages', members = ['nearest', 'next']) => ({
  originId,
  failoverCriteria: { statusCodes },
  members: members.map((member) => ({ originId: member })),
})

export const behavior = (targetOriginId: string, settings: Values = {}) => ({
  targetOriginId,
  viewerProtocolPolicy: 'redirect-to-https',
  allowedMethods: READS,
  cachePolicyId: CACHING_DISABLED,
  originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
  ...settings,
})

const FAILOVER = [500, 502, 503, 504]

/** Meridian's distribution with a test's settings. */
export function exampleDistribution(settings: Values = {}): ResourceNode {
  const viewerRequest = [{ eventType: 'viewer-request', functionArn: functionArn('read-failover') }]
  const dynamic = { allowedMethods: ALL_METHODS, functionAssociations: viewerRequest }
  return node(
    DISTRIBUTION_TYPE,
    'edge',
    {
      enabled: true,
      origins: [origin('nearest'), origin('next')],
      originGroups: [group(FAILOVER)],
      defaultCacheBehavior: behavior('pages'),
      orderedCacheBehaviors: [
        { pathPattern: '/api/*', ...behavior('nearest', dynamic) },
        {
          pathPattern: '/assets/*',
          ...behavior('pages', { cachePolicyId: CACHING_OPTIMIZED, originRequestPolicyId: undefined }),
        },
      ],
      customErrorResponses: FAILOVER.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
      ...settings,
    },
    { arn: 'arn:aws:cloudfront::000000000000:distribution/E0TEST', domainName: DOMAIN_NAME, etag: 'ETEST' },
    DISTRIBUTION_ID,
  )
}

export function exampleGraph(settings: Values = {}, ...extra: ResourceNode[]): ResourceGraph {
  const nodes = [edgeFunction('read-failover', READ_FAILOVER), exampleDistribution(settings), ...extra]
  return new ResourceGraph({ project: 'meridian', stack: 'test', nodes, stackOutputs: {}, config: {} })
}
