import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'

/** Keeps a bucket private, whatever a later policy or ACL says. */
export function closeToPublic(
  name: string,
  bucket: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.s3.BucketPublicAccessBlock {
  return new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    { parent },
  )
}

/** With S3's own key, so that readers and writers need no permission for another key. */
export function encryptByS3(name: string, bucket: pulumi.Input<string>, parent: pulumi.Resource): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
    { parent },
  )
}

export function keepVersions(
  name: string,
  bucket: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.s3.BucketVersioning {
  return new aws.s3.BucketVersioning(
    name,
    { bucket, versioningConfiguration: { status: 'Enabled' } },
    { parent },
  )
}

type LifecycleRule = Omit<aws.types.input.s3.BucketLifecycleConfigurationRule, 'status' | 'filter'>

/** One rule, for everything in the bucket unless it names a prefix. */
export function expire(
  name: string,
  bucket: pulumi.Input<string>,
  rule: LifecycleRule,
  parent: pulumi.Resource,
  prefix = '',
): void {
  new aws.s3.BucketLifecycleConfiguration(
    name,
    { bucket, rules: [{ ...rule, status: 'Enabled', filter: { prefix } }] },
    { parent },
  )
}
