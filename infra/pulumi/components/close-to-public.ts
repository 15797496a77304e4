import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'

/** Keeps a bucket private, whatever a policy or an access list says later. */
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
