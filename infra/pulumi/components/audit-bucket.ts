import { PROJECT } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { once } from '../regional.ts'
import { auditBucketPolicy } from '../rules/audit-policies.ts'
import { closeToPublic, expire, keepVersions } from './private-bucket.ts'

export interface AuditBucketArgs {
  accountId: pulumi.Input<string>
  keyArn: pulumi.Input<string>
  /** The only trail that may write. */
  trailArn: pulumi.Input<string>
  retentionDays: number
}

const ARCHIVE_AFTER_DAYS = 90

/** Stores the account's history: private, encrypted, with every version of every file, for as long as audits require. */
export class AuditBucket extends Component {
  /** Known once the bucket can be written to. */
  readonly bucketName: pulumi.Output<string>
  readonly bucketArn: pulumi.Output<string>

  constructor(name: string, args: AuditBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:AuditBucket', name, opts)
    const parent = this

    const bucket = createBucket()
    const policy = createPolicy()
    closeToPublic(name, bucket.bucket, parent)
    encrypt()
    const versions = keepVersions(name, bucket.bucket, parent)
    const days = args.retentionDays
    expire(
      name,
      bucket.bucket,
      {
        id: 'archive-then-expire',
        ...(days > ARCHIVE_AFTER_DAYS && {
          transitions: [{ days: ARCHIVE_AFTER_DAYS, storageClass: 'GLACIER_IR' }],
        }),
        expiration: { days },
        noncurrentVersionExpiration: { noncurrentDays: days },
      },
      parent,
    )

    this.bucketArn = bucket.arn
    this.bucketName = once(bucket.bucket, policy, versions)
    this.registerOutputs({ bucketName: this.bucketName })

    /** Bucket names are unique across AWS, so this one contains the account id. */
    function createBucket() {
      const bucket = pulumi.interpolate`${PROJECT}-${args.accountId}-audit`
      return new aws.s3.Bucket(name, { bucket }, { parent })
    }

    function createPolicy() {
      const document = pulumi
        .all([args.accountId, bucket.arn, args.trailArn])
        .apply(([accountId, bucketArn, trailArn]) =>
          JSON.stringify(auditBucketPolicy({ accountId, bucketArn }, trailArn)),
        )
      return new aws.s3.BucketPolicy(name, { bucket: bucket.bucket, policy: document }, { parent })
    }

    function encrypt() {
      new aws.s3.BucketServerSideEncryptionConfiguration(
        name,
        {
          bucket: bucket.bucket,
          rules: [
            {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: args.keyArn },
              bucketKeyEnabled: true,
            },
          ],
        },
        { parent },
      )
    }
  }
}
