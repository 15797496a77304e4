import { createManualClock } from '../../../../src/kernel/clock.ts'
import { createCloudFrontControl } from '../../../../src/modules/cloudfront/control/service.ts'
import { planCloudFront } from '../../../../src/modules/cloudfront/plan/plan.ts'
import { ORIGIN_ACCESS_CONTROL_TYPE } from '../../../../src/modules/cloudfront/resources.ts'
import {
  behavior,
  DISTRIBUTION_ID,
  exampleDistribution,
  exampleGraph,
  functionArn,
  node,
  origin,
  SECURITY_HEADERS,
} from '../../../cloudfront/example-program.ts'
import type { Scene } from '../scene.ts'

export async function cloudfront(): Promise<Scene> {
  const service = createCloudFrontControl({
    plan: planCloudFront(program()),
    clock: createManualClock(),
    startedAtMs: 0,
    invalidate: () => 0,
  })
  return {
    service,
    async play(call) {
      await call('ListDistributions')
      await call('ListDistributions', { MaxItems: 1 })
      await call('GetDistribution', { Id: DISTRIBUTION_ID })
      const { DistributionConfig, ETag } = await call('GetDistributionConfig', { Id: DISTRIBUTION_ID })
      await call('UpdateDistribution', {
        Id: DISTRIBUTION_ID,
        IfMatch: ETag,
        DistributionConfig: { ...DistributionConfig, Comment: 'changed' },
      })
      const { Invalidation } = await call('CreateInvalidation', {
        DistributionId: DISTRIBUTION_ID,
        InvalidationBatch: { CallerReference: 'one', Paths: { Quantity: 1, Items: ['/*'] } },
      })
      await call('GetInvalidation', { DistributionId: DISTRIBUTION_ID, Id: Invalidation.Id })
    },
  }
}

const CERTIFICATE = 'arn:aws:acm:us-east-1:000000000000:certificate/1'

/** One distribution with every setting, and one with CloudFront's defaults. */
function program() {
  const certificate = node(
    'aws:acm/certificate:Certificate',
    'site',
    { domainName: 'www.example' },
    {},
    CERTIFICATE,
  )
  const assets = {
    originId: 'assets',
    domainName: 'assets.s3.us-east-1.amazonaws.com',
    originAccessControlId: 'control',
  }
  const secured = { responseHeadersPolicyId: SECURITY_HEADERS }
  return exampleGraph(
    {
      aliases: ['www.example'],
      viewerCertificate: {
        acmCertificateArn: CERTIFICATE,
        minimumProtocolVersion: 'TLSv1.2_2021',
        sslSupportMethod: 'sni-only',
      },
      restrictions: { geoRestriction: { restrictionType: 'whitelist', locations: ['US', 'KR'] } },
      origins: [
        origin(
          'nearest',
          { originSslProtocols: ['TLSv1.2'] },
          { customHeaders: [{ name: 'x-a', value: 'b' }] },
        ),
        origin('next'),
        assets,
      ],
      defaultCacheBehavior: behavior('pages', secured),
      orderedCacheBehaviors: [
        {
          pathPattern: '/api/*',
          ...behavior('nearest', {
            ...secured,
            functionAssociations: [
              { eventType: 'viewer-request', functionArn: functionArn('read-failover') },
            ],
          }),
        },
      ],
      customErrorResponses: [
        { errorCode: 503, errorCachingMinTtl: 0, responseCode: 503, responsePagePath: '/sorry.html' },
      ],
    },
    certificate,
    { ...node(ORIGIN_ACCESS_CONTROL_TYPE, 'control', {}), id: 'control' },
    { ...exampleDistribution(), urn: 'other', id: 'E0OTHER' },
  )
}
