import { readFileSync } from 'node:fs'
import { ORIGIN_KEY_HEADER } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import {
  ALL_METHODS,
  ERROR_PAGES_PATTERN,
  ERROR_RESPONSES,
  FAILOVER_STATUS_CODES,
  MANAGED_POLICIES,
  READ_METHODS,
} from '../rules/delivery.ts'
import type { ErrorPages } from './error-pages.ts'

export interface ContentDeliveryArgs {
  /** Name that answers with the visitor's nearest healthy region. */
  nearestName: pulumi.Input<string>
  /** Name that answers with the nearest of the others. */
  nextName: pulumi.Input<string>
  /** What visitors type, and the certificate that has these names. */
  aliases: readonly string[]
  certificateArn: pulumi.Input<string>
  /** The header that load balancers require of callers. */
  originKey: pulumi.Input<string>
  webAclArn: pulumi.Input<string>
  /** What visitors see while no region answers. */
  errorPages: ErrorPages
  hstsDays: number
  /** Where access logs go: a bucket, and a folder in it. */
  logDestinationArn: pulumi.Input<string>
}

const NEAREST = 'nearest'
const NEXT = 'next'
/** The nearest region again, with the longer time-outs that a write needs. */
const WRITES = 'writes'
const PAGES = 'pages'
const ERRORS = 'errors'

/** Defaults are 10 s and 3 attempts: half a minute before a visitor of a dead region would see the next one. */
const CONNECTION = { timeoutSeconds: 2, attempts: 1 }
/** A read that takes longer is better retried in the next region. */
const READ_TIMEOUT_SECONDS = 10
/** A write may be parked while the writer moves: longer than the services' own write time-out of 20 s. */
const WRITE_TIMEOUT_SECONDS = 30
const TLS_FROM_VIEWERS = 'TLSv1.2_2021'
const SECONDS_A_DAY = 86_400
/** Below the load balancer's idle timeout. */
const KEEPALIVE_SECONDS = 5

/**
 * The edge. An origin group has exactly two members and only retries reads, so three regions need two levels: each member is
 * a name that Route 53 resolves by health, and writes go only to the first.
 */
export class ContentDelivery extends Component {
  readonly distributionId: pulumi.Output<string>
  readonly domainName: pulumi.Output<string>
  /** Hosted zone of the distribution's own name: what an alias record needs. */
  readonly zoneId: pulumi.Output<string>

  constructor(name: string, args: ContentDeliveryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:ContentDelivery', name, opts)
    const parent = this

    const readFailover = createReadFailover()
    const headers = createHeaders()
    const distribution = createDistribution()
    args.errorPages.readableBy(distribution.arn)
    deliverLogs()

    this.distributionId = distribution.id
    this.domainName = distribution.domainName
    this.zoneId = distribution.hostedZoneId
    this.registerOutputs({ domainName: this.domainName })

    function createReadFailover() {
      return new aws.cloudfront.Function(
        `${name}-read-failover`,
        {
          runtime: 'cloudfront-js-2.0',
          comment: 'Lets reads of the API fail over between two origins',
          code: readFileSync(new URL('../functions/read-failover.js', import.meta.url), 'utf8'),
          publish: true,
        },
        { parent },
      )
    }

    /** What the services say of themselves stays; what the edge answers by itself would otherwise say nothing. */
    function createHeaders() {
      return new aws.cloudfront.ResponseHeadersPolicy(
        `${name}-headers`,
        {
          comment: 'HTTPS only; the rest where the services say nothing',
          securityHeadersConfig: {
            strictTransportSecurity: {
              accessControlMaxAgeSec: args.hstsDays * SECONDS_A_DAY,
              includeSubdomains: true,
              override: true,
            },
            contentTypeOptions: { override: true },
            frameOptions: { frameOption: 'SAMEORIGIN', override: false },
            referrerPolicy: { referrerPolicy: 'strict-origin-when-cross-origin', override: false },
          },
        },
        { parent },
      )
    }

    function createDistribution() {
      return new aws.cloudfront.Distribution(
        `${name}-distribution`,
        {
          enabled: true,
          comment: 'Meridian: pages, forms and API of the nearest region',
          aliases: [...args.aliases],
          webAclId: args.webAclArn,
          httpVersion: 'http2and3',
          isIpv6Enabled: true,
          // The cheapest class that has edges in Seoul and Sydney alike.
          priceClass: 'PriceClass_All',
          origins: [
            origin(NEAREST, args.nearestName, args.originKey, READ_TIMEOUT_SECONDS),
            origin(NEXT, args.nextName, args.originKey, READ_TIMEOUT_SECONDS),
            origin(WRITES, args.nearestName, args.originKey, WRITE_TIMEOUT_SECONDS),
            {
              originId: ERRORS,
              domainName: args.errorPages.domainName,
              originAccessControlId: args.errorPages.accessControlId,
              connectionTimeout: CONNECTION.timeoutSeconds,
              connectionAttempts: CONNECTION.attempts,
            },
          ],
          originGroups: [
            {
              originId: PAGES,
              failoverCriteria: { statusCodes: [...FAILOVER_STATUS_CODES] },
              members: [{ originId: NEAREST }, { originId: NEXT }],
            },
          ],
          defaultCacheBehavior: { ...pages(), responseHeadersPolicyId: headers.id },
          orderedCacheBehaviors: [
            { pathPattern: '/api/*', ...dynamic() },
            { pathPattern: '/forms/*', ...dynamic() },
            { pathPattern: '/assets/*', ...assets(), responseHeadersPolicyId: headers.id },
            {
              pathPattern: ERROR_PAGES_PATTERN,
              ...assets(),
              targetOriginId: ERRORS,
              responseHeadersPolicyId: headers.id,
            },
          ],
          customErrorResponses: ERROR_RESPONSES,
          restrictions: { geoRestriction: { restrictionType: 'none' } },
          viewerCertificate: {
            acmCertificateArn: args.certificateArn,
            sslSupportMethod: 'sni-only',
            minimumProtocolVersion: TLS_FROM_VIEWERS,
          },
        },
        { parent },
      )
    }

    function dynamic() {
      return {
        targetOriginId: WRITES,
        allowedMethods: ALL_METHODS,
        cachedMethods: READ_METHODS,
        ...uncached,
        responseHeadersPolicyId: headers.id,
        functionAssociations: [{ eventType: 'viewer-request', functionArn: readFailover.arn }],
      }
    }

    /** Standard logging of 2024, which needs no access control lists on the bucket. */
    function deliverLogs() {
      const source = new aws.cloudwatch.LogDeliverySource(
        `${name}-access-log`,
        { logType: 'ACCESS_LOGS', resourceArn: distribution.arn },
        { parent },
      )
      const destination = new aws.cloudwatch.LogDeliveryDestination(
        `${name}-access-log`,
        {
          outputFormat: 'json',
          deliveryDestinationConfiguration: { destinationResourceArn: args.logDestinationArn },
        },
        { parent },
      )
      new aws.cloudwatch.LogDelivery(
        `${name}-access-log`,
        {
          deliverySourceName: source.name,
          deliveryDestinationArn: destination.arn,
          s3DeliveryConfigurations: [
            { suffixPath: '/{DistributionId}/{yyyy}/{MM}/{dd}', enableHiveCompatiblePath: false },
          ],
        },
        { parent },
      )
    }
  }
}

const uncached = {
  cachePolicyId: MANAGED_POLICIES.cachingDisabled,
  originRequestPolicyId: MANAGED_POLICIES.allViewerExceptHostHeader,
  viewerProtocolPolicy: 'redirect-to-https',
  compress: false,
}

function pages() {
  return { targetOriginId: PAGES, allowedMethods: READ_METHODS, cachedMethods: READ_METHODS, ...uncached }
}

/** Content-hashed files: any region's answer is every region's answer, forever. */
function assets() {
  return {
    targetOriginId: PAGES,
    allowedMethods: READ_METHODS,
    cachedMethods: READ_METHODS,
    cachePolicyId: MANAGED_POLICIES.cachingOptimized,
    viewerProtocolPolicy: 'redirect-to-https',
    compress: true,
  }
}

function origin(
  originId: string,
  domainName: pulumi.Input<string>,
  originKey: pulumi.Input<string>,
  originReadTimeout: number,
) {
  return {
    originId,
    domainName,
    connectionTimeout: CONNECTION.timeoutSeconds,
    connectionAttempts: CONNECTION.attempts,
    customHeaders: [{ name: ORIGIN_KEY_HEADER, value: originKey }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: 'https-only',
      originSslProtocols: ['TLSv1.2'],
      originReadTimeout,
      originKeepaliveTimeout: KEEPALIVE_SECONDS,
    },
  }
}
