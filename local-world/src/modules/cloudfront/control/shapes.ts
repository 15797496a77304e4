import type {
  CacheBehavior,
  DefaultCacheBehavior,
  DistributionConfig,
  DistributionSummary,
  GeoRestrictionType,
  HttpVersion,
  Method,
  Distribution as SdkDistribution,
  Origin as SdkOrigin,
  SslProtocol,
  ViewerCertificate,
} from '@aws-sdk/client-cloudfront'
import type {
  Behavior,
  BucketOrigin,
  Distribution,
  DistributionSettings,
  Origin,
} from '../model/distribution.ts'

/** CloudFront writes lists as a count plus the items, and omits the items of an empty list. */
function listOf<Item>(items: Iterable<Item>): { Quantity: number; Items?: Item[] } {
  const all = [...items]
  return all.length === 0 ? { Quantity: 0 } : { Quantity: all.length, Items: all }
}

export function distributionShape(distribution: Distribution, modifiedAt: Date): SdkDistribution {
  return {
    Id: distribution.id,
    ARN: distribution.arn,
    Status: 'Deployed',
    LastModifiedTime: modifiedAt,
    InProgressInvalidationBatches: 0,
    DomainName: distribution.domainName,
    ActiveTrustedSigners: { Enabled: false, Quantity: 0 },
    ActiveTrustedKeyGroups: { Enabled: false, Quantity: 0 },
    DistributionConfig: configShape(distribution),
  }
}

export function configShape(distribution: Distribution) {
  return {
    CallerReference: distribution.settings.callerReference,
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
    Logging: { Enabled: false, IncludeCookies: false, Bucket: '', Prefix: '' },
    ...settingsShape(distribution.settings),
  } satisfies DistributionConfig
}

function settingsShape(settings: DistributionSettings) {
  const { geoRestriction, httpVersion, isIpv6Enabled, isStaging, webAclId } = settings
  return {
    ViewerCertificate: certificateShape(settings.certificate),
    Restrictions: {
      GeoRestriction: {
        RestrictionType: geoRestriction.type as GeoRestrictionType,
        ...listOf(geoRestriction.countries),
      },
    },
    WebACLId: webAclId,
    // The API uses lower case, the provider upper case.
    HttpVersion: httpVersion.toLowerCase() as HttpVersion,
    IsIPV6Enabled: isIpv6Enabled,
    ContinuousDeploymentPolicyId: '',
    Staging: isStaging,
  } satisfies Partial<DistributionConfig>
}

function certificateShape(certificate: DistributionSettings['certificate']): ViewerCertificate {
  if (!certificate)
    return {
      CloudFrontDefaultCertificate: true,
      SSLSupportMethod: 'vip',
      MinimumProtocolVersion: 'TLSv1',
      CertificateSource: 'cloudfront',
    }
  return {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: certificate.arn,
    SSLSupportMethod: certificate.support as NonNullable<ViewerCertificate['SSLSupportMethod']>,
    MinimumProtocolVersion: certificate.minimumProtocol as NonNullable<
      ViewerCertificate['MinimumProtocolVersion']
    >,
    Certificate: certificate.arn,
    CertificateSource: 'acm',
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
    OriginShield: { Enabled: false },
  }
}

function bucketShape({ accessControlId }: BucketOrigin) {
  return {
    S3OriginConfig: { OriginAccessIdentity: '', OriginReadTimeout: 30 },
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
      OriginSslProtocols: {
        Quantity: origin.sslProtocols.length,
        Items: [...origin.sslProtocols] as SslProtocol[],
      },
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
      CachedMethods: {
        Quantity: behavior.cachedMethods.length,
        Items: [...behavior.cachedMethods] as Method[],
      },
    },
    Compress: behavior.compresses,
    SmoothStreaming: false,
    TrustedSigners: { Enabled: false, Quantity: 0 },
    TrustedKeyGroups: { Enabled: false, Quantity: 0 },
    LambdaFunctionAssociations: { Quantity: 0 },
    FieldLevelEncryptionId: '',
    GrpcConfig: { Enabled: false },
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

/** A configuration without the members that lists omit. */
export function summaryShape(distribution: Distribution, modifiedAt: Date): DistributionSummary {
  const {
    DistributionConfig: _config,
    InProgressInvalidationBatches: _batches,
    ActiveTrustedSigners: _signers,
    ActiveTrustedKeyGroups: _groups,
    ...rest
  } = distributionShape(distribution, modifiedAt)
  const {
    CallerReference: _reference,
    DefaultRootObject: _root,
    Logging: _logging,
    ContinuousDeploymentPolicyId: _policy,
    ...config
  } = configShape(distribution)
  return { ...rest, ...config, ETag: distribution.etag }
}
