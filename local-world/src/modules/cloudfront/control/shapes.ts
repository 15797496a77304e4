import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
  DistributionSummary,
  Method,
  Distribution as SdkDistribution,
  Origin as SdkOrigin,
} from '@aws-sdk/client-cloudfront'
import type { Behavior, BucketOrigin, Distribution, Origin } from '../model/distribution.ts'

/** When the world's distributions were "last modified": the program does not say. */
const LAST_MODIFIED = new Date(Date.UTC(2026, 0, 1))

/** CloudFront writes lists as a count beside the items, and leaves the items out when there are none. */
function listOf<Item>(items: Iterable<Item>): { Quantity: number; Items?: Item[] } {
  const all = [...items]
  return all.length === 0 ? { Quantity: 0 } : { Quantity: all.length, Items: all }
}

export function distributionShape(distribution: Distribution): SdkDistribution {
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: 'Deployed',
    LastModifiedTime: LAST_MODIFIED,
    InProgressInvalidationBatches: 0,
    DomainName: distribution.domainName,
    DistributionConfig: configShape(distribution),
  }
}

export function configShape(distribution: Distribution): DistributionConfig {
  return {
    CallerReference: distribution.id,
    Aliases: listOf(distribution.aliases),
    DefaultRootObject: distribution.defaultRootObject,
    Origins: listOf([...distribution.origins.values()].map(originShape)) as {
      Quantity: number
      Items: SdkOrigin[]
    },
    OriginGroups: listOf(
      [...distribution.originGroups.values()].map((group) => ({
        Id: group.id,
        FailoverCriteria: {
          StatusCodes: { Quantity: group.statusCodes.size, Items: [...group.statusCodes] },
        },
        Members: { Quantity: 2, Items: [{ OriginId: group.primaryId }, { OriginId: group.secondaryId }] },
      })),
    ),
    DefaultCacheBehavior: behaviorShape(distribution.defaultBehavior),
    CacheBehaviors: listOf(
      distribution.behaviors.map(
        (behavior): CacheBehavior => ({
          PathPattern: behavior.pathPattern?.text ?? '*',
          ...behaviorShape(behavior),
        }),
      ),
    ),
    CustomErrorResponses: listOf(
      [...distribution.errorResponses].map(([ErrorCode, { minTtlSeconds, page }]) => ({
        ErrorCode,
        ErrorCachingMinTTL: minTtlSeconds,
        ...(page && { ResponsePagePath: page.path, ResponseCode: String(page.status) }),
      })),
    ),
    Comment: distribution.comment,
    PriceClass: distribution.priceClass as 'PriceClass_All',
    Enabled: distribution.isEnabled,
  }
}

function originShape(origin: Origin): SdkOrigin {
  return {
    Id: origin.id,
    DomainName: origin.domainName,
    OriginPath: origin.path,
    CustomHeaders: listOf(
      Object.entries(origin.customHeaders).map(([HeaderName, HeaderValue]) => ({ HeaderName, HeaderValue })),
    ),
    ...(origin.bucket ? bucketShape(origin.bucket) : customShape(origin)),
    ConnectionAttempts: origin.connectionAttempts,
    ConnectionTimeout: origin.connectionTimeoutMs / 1_000,
  }
}

function bucketShape({ accessControlId }: BucketOrigin) {
  return {
    S3OriginConfig: { OriginAccessIdentity: '' },
    OriginAccessControlId: accessControlId,
  } satisfies Partial<SdkOrigin>
}

function customShape(origin: Origin) {
  return {
    CustomOriginConfig: {
      HTTPPort: origin.httpPort,
      HTTPSPort: origin.httpsPort,
      OriginProtocolPolicy: origin.protocolPolicy,
      OriginReadTimeout: origin.readTimeoutMs / 1_000,
      OriginKeepaliveTimeout: origin.keepAliveMs / 1_000,
    },
  } satisfies Partial<SdkOrigin>
}

function behaviorShape(behavior: Behavior): DefaultCacheBehavior {
  return {
    TargetOriginId: behavior.targetId,
    ViewerProtocolPolicy: behavior.viewerProtocolPolicy,
    AllowedMethods: {
      Quantity: behavior.allowedMethods.size,
      Items: [...behavior.allowedMethods] as Method[],
    },
    CachePolicyId: behavior.cache.id,
    ...(behavior.originRequest && { OriginRequestPolicyId: behavior.originRequest.id }),
    ...(behavior.responseHeaders && { ResponseHeadersPolicyId: behavior.responseHeaders.id }),
    FunctionAssociations: listOf(
      Object.entries(behavior.functions).map(([EventType, FunctionARN]) => ({
        EventType: EventType as 'viewer-request',
        FunctionARN,
      })),
    ),
  }
}

export function summaryShape(distribution: Distribution): DistributionSummary {
  const {
    DistributionConfig: config,
    InProgressInvalidationBatches: _,
    ...rest
  } = distributionShape(distribution)
  return {
    ...rest,
    ETag: distribution.etag,
    Aliases: config?.Aliases,
    Origins: config?.Origins,
    OriginGroups: config?.OriginGroups,
    DefaultCacheBehavior: config?.DefaultCacheBehavior,
    CacheBehaviors: config?.CacheBehaviors,
    CustomErrorResponses: config?.CustomErrorResponses,
    Comment: distribution.comment,
    PriceClass: config?.PriceClass,
    Enabled: distribution.isEnabled,
    ViewerCertificate: { CloudFrontDefaultCertificate: distribution.aliases.length === 0 },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: '',
    HttpVersion: 'http2and3',
    IsIPV6Enabled: true,
    Staging: false,
  }
}
