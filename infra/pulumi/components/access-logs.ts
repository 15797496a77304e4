import { PROJECT, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { accessLogPolicy } from '../rules/edge-policies.ts'
import { closeToPublic, encryptByS3, expire } from './private-bucket.ts'

export interface AccessLogsArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  /** How long a log is kept. */
  days: number
  /** CloudFront's logs are delivered from us-east-1. */
  takesEdge: boolean
  /** Lets `pulumi destroy` delete the bucket with what is in it. */
  isDestroyable: boolean
}

const LOAD_BALANCERS = 'load-balancers'
const EDGE = 'edge'
/** Parts of an upload that was never finished are stored, and billed, unseen. */
const UNFINISHED_DAYS = 1

/** A region's bucket for access logs: private, encrypted, over TLS only, emptied by age. */
export class AccessLogs extends Component {
  /** Known when load balancers may write. */
  readonly forLoadBalancers: { bucket: pulumi.Output<string>; prefix: string }
  /** Folder of CloudFront's logs, known when they may be written. */
  readonly forEdge: pulumi.Output<string>

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:traffic:AccessLogs', name, opts)
    const parent = this

    const bucket = createBucket()
    const closed = closeToPublic(name, bucket.id, parent)
    // Load balancers cannot write to a bucket that a KMS key encrypts.
    encryptByS3(name, bucket.id, parent)
    const unfinished = { daysAfterInitiation: UNFINISHED_DAYS }
    const byAge = {
      id: 'expire',
      expiration: { days: args.days },
      abortIncompleteMultipartUpload: unfinished,
    }
    expire(name, bucket.id, byAge, parent)
    const policy = createPolicy()

    this.forLoadBalancers = { bucket: once(bucket.id, policy), prefix: LOAD_BALANCERS }
    this.forEdge = once(pulumi.interpolate`${bucket.arn}/${EDGE}`, policy)
    this.registerOutputs({})

    function createBucket() {
      const { code } = REGIONS[args.region]
      return new aws.s3.Bucket(
        name,
        // Bucket names are shared by everybody on AWS.
        {
          bucket: pulumi.interpolate`${PROJECT}-${code}-access-logs-${args.accountId}`,
          forceDestroy: args.isDestroyable,
        },
        { parent },
      )
    }

    function createPolicy() {
      const document = pulumi.all([bucket.arn, args.accountId]).apply(([bucketArn, account]) =>
        accessLogPolicy({
          bucketArn,
          accountId: account,
          region: args.region,
          loadBalancerPrefix: LOAD_BALANCERS,
          edgePrefix: args.takesEdge ? EDGE : undefined,
        }),
      )
      return new aws.s3.BucketPolicy(
        name,
        // After the block, because S3 accepts one change of a bucket's access at a time.
        { bucket: once(bucket.id, closed), policy: pulumi.jsonStringify(document) },
        { parent },
      )
    }
  }
}
