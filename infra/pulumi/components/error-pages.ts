import { readFileSync } from 'node:fs'
import { PROJECT } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { UNAVAILABLE_PAGE } from '../rules/delivery.ts'
import { readByDistribution } from '../rules/edge-policies.ts'
import { closeToPublic, encryptByS3, expire, keepVersions } from './private-bucket.ts'

export interface ErrorPagesArgs {
  readonly accountId: pulumi.Input<string>
  /** Whether the bucket is deleted with the stack, whatever it contains. */
  readonly isDestroyable: boolean
}

const PAGE = new URL('../pages/unavailable.html', import.meta.url)
/** At each edge: long enough to outlive an outage, short enough to change a word. */
const KEPT_SECONDS = 3_600
const FORMER_VERSIONS_DAYS = 30
const UNFINISHED_DAYS = 7

/** The pages that the edge shows while no region answers: in a private bucket, because nothing else of ours answers then. */
export class ErrorPages extends Component {
  /** Of the bucket, once its page is in it. */
  readonly domainName: pulumi.Output<string>
  readonly accessControlId: pulumi.Output<string>
  readonly #bucket: aws.s3.Bucket
  readonly #closed: aws.s3.BucketPublicAccessBlock
  readonly #name: string

  constructor(name: string, args: ErrorPagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:ErrorPages', name, opts)
    const parent = this

    const bucket = createBucket()
    const closed = closeToPublic(name, bucket.id, parent)
    encryptByS3(name, bucket.id, parent)
    keepVersions(name, bucket.id, parent)
    expire(
      name,
      bucket.id,
      {
        id: 'former-versions',
        noncurrentVersionExpiration: { noncurrentDays: FORMER_VERSIONS_DAYS },
        abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_DAYS },
      },
      parent,
    )
    const page = createPage()
    const accessControl = createAccessControl()

    this.#name = name
    this.#bucket = bucket
    this.#closed = closed
    this.domainName = once(bucket.bucketRegionalDomainName, page)
    this.accessControlId = accessControl.id
    this.registerOutputs({ domainName: this.domainName })

    function createBucket() {
      return new aws.s3.Bucket(
        name,
        {
          bucket: pulumi.interpolate`${PROJECT}-error-pages-${args.accountId}`,
          forceDestroy: args.isDestroyable,
        },
        { parent },
      )
    }

    function createPage() {
      return new aws.s3.BucketObjectv2(
        `${name}-unavailable`,
        {
          bucket: bucket.id,
          key: UNAVAILABLE_PAGE.slice(1),
          content: readFileSync(PAGE, 'utf8'),
          contentType: 'text/html; charset=utf-8',
          cacheControl: `public, max-age=${KEPT_SECONDS}`,
        },
        { parent },
      )
    }

    function createAccessControl() {
      return new aws.cloudfront.OriginAccessControl(
        name,
        {
          description: 'Lets the edge read the error pages',
          originAccessControlOriginType: 's3',
          signingBehavior: 'always',
          signingProtocol: 'sigv4',
        },
        { parent },
      )
    }
  }

  /** Lets only one distribution read; the distribution must exist before. */
  readableBy(distributionArn: pulumi.Input<string>): void {
    const document = pulumi
      .all([this.#bucket.arn, distributionArn])
      .apply(([bucketArn, arn]) => readByDistribution(bucketArn, arn))
    new aws.s3.BucketPolicy(
      this.#name,
      // After the block, because S3 accepts one change of a bucket's access at a time.
      { bucket: once(this.#bucket.id, this.#closed), policy: pulumi.jsonStringify(document) },
      { parent: this },
    )
  }
}
