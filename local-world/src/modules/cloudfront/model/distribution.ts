import type { CachePolicy } from './managed-cache-policies.ts'
import type { OriginRequestPolicy } from './managed-origin-request-policies.ts'
import type { ResponseHeadersPolicy } from './managed-response-headers-policies.ts'
import type { PathPattern } from './path-pattern.ts'

export type Scheme = 'http' | 'https'

export interface Origin {
  readonly id: string
  readonly domainName: string
  /** Prefix of every request's path; no trailing slash. */
  readonly path: string
  readonly protocolPolicy: 'http-only' | 'https-only' | 'match-viewer'
  readonly httpPort: number
  readonly httpsPort: number
  readonly customHeaders: Readonly<Record<string, string>>
  readonly connectionAttempts: number
  readonly connectionTimeoutMs: number
  readonly readTimeoutMs: number
  readonly keepAliveMs: number
  /** TLS versions allowed for the origin; empty for a bucket. */
  readonly sslProtocols: readonly string[]
  /** Set for a private bucket, which is read directly from S3 and not over the network. */
  readonly bucket?: BucketOrigin
}

export interface BucketOrigin {
  readonly name: string
  readonly accessControlId: string
}

/** Exactly two origins, and the statuses on which the second one is tried. */
export interface OriginGroup {
  readonly id: string
  readonly primaryId: string
  readonly secondaryId: string
  readonly statusCodes: ReadonlySet<number>
}

export interface Behavior {
  /** Undefined for the default behaviour. */
  readonly pathPattern: PathPattern | undefined
  /** An origin or an origin group. */
  readonly targetId: string
  readonly viewerProtocolPolicy: 'allow-all' | 'redirect-to-https' | 'https-only'
  readonly allowedMethods: ReadonlySet<string>
  readonly cachedMethods: readonly string[]
  /** Accepted but not done: see fidelity. */
  readonly compresses: boolean
  readonly cache: CachePolicy
  readonly originRequest: OriginRequestPolicy | undefined
  readonly responseHeaders: ResponseHeadersPolicy | undefined
  /** ARNs by event. */
  readonly functions: Readonly<Partial<Record<FunctionEvent, string>>>
}

export type FunctionEvent = 'viewer-request' | 'viewer-response'

export interface EdgeFunction {
  readonly arn: string
  readonly name: string
  readonly runtime: string
  readonly code: string
}

export interface CustomErrorResponse {
  readonly minTtlSeconds: number
  /** Page to fetch instead, and the status to give it. */
  readonly page: { readonly path: string; readonly status: number } | undefined
}

/** Settings that have no effect here; the API returns them. */
export interface DistributionSettings {
  readonly callerReference: string
  readonly httpVersion: string
  readonly isIpv6Enabled: boolean
  /** ARN, or empty. */
  readonly webAclId: string
  readonly isStaging: boolean
  /** Undefined for CloudFront's default certificate. */
  readonly certificate:
    | { readonly arn: string; readonly minimumProtocol: string; readonly support: string }
    | undefined
  readonly geoRestriction: { readonly type: string; readonly countries: readonly string[] }
}

export interface Distribution {
  readonly id: string
  readonly arn: string
  readonly domainName: string
  readonly aliases: readonly string[]
  readonly comment: string
  readonly etag: string
  readonly isEnabled: boolean
  readonly defaultRootObject: string
  readonly priceClass: string
  readonly origins: ReadonlyMap<string, Origin>
  readonly originGroups: ReadonlyMap<string, OriginGroup>
  /** In order of precedence, without the default. */
  readonly behaviors: readonly Behavior[]
  readonly defaultBehavior: Behavior
  readonly errorResponses: ReadonlyMap<number, CustomErrorResponse>
  readonly settings: DistributionSettings
}

/** The first behaviour whose pattern matches the path. */
export function behaviorFor({ behaviors, defaultBehavior }: Distribution, path: string): Behavior {
  return behaviors.find(({ pathPattern }) => pathPattern?.matches(path)) ?? defaultBehavior
}

export function schemeOf(origin: Origin, viewerScheme: Scheme): Scheme {
  if (origin.protocolPolicy === 'match-viewer') return viewerScheme
  return origin.protocolPolicy === 'https-only' ? 'https' : 'http'
}
