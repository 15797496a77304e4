import {
  allow,
  type PolicyDocument,
  type PolicyStatement,
  policyDocument,
  refuseCleartext,
} from './policy-document.ts'

export interface AuditPlace {
  readonly accountId: string
  readonly bucketArn: string
}

/** Prefixes of CloudTrail and Config in the bucket that they share. */
export const TRAIL_PREFIX = 'trail'
export const CONFIG_PREFIX = 'config'

/** Lets one trail write, and nobody without TLS; Config's role may write by its own policy. */
export function auditBucketPolicy({ accountId, bucketArn }: AuditPlace, trailArn: string): PolicyDocument {
  const ofTrail = (sid: string, action: string, resource: string, extra = {}): PolicyStatement => ({
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Action: [action],
    Resource: [resource],
    Condition: { StringEquals: { 'aws:SourceArn': trailArn, ...extra } },
  })
  return policyDocument(
    refuseCleartext(bucketArn),
    ofTrail('TrailLooks', 's3:GetBucketAcl', bucketArn),
    ofTrail('TrailWrites', 's3:PutObject', `${bucketArn}/${TRAIL_PREFIX}/AWSLogs/${accountId}/*`, {
      's3:x-amz-acl': 'bucket-owner-full-control',
    }),
  )
}

/** What Config needs besides reading the account: its folder of the bucket, and the bucket's key. */
export function configDeliveryPolicy({ accountId, bucketArn }: AuditPlace, keyArn: string): PolicyDocument {
  return policyDocument(
    allow('WriteRecords', ['s3:PutObject'], [`${bucketArn}/${CONFIG_PREFIX}/AWSLogs/${accountId}/*`], {
      StringLike: { 's3:x-amz-acl': 'bucket-owner-full-control' },
    }),
    allow('LookAtBucket', ['s3:GetBucketAcl', 's3:ListBucket'], [bucketArn]),
    allow('EncryptRecords', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
  )
}
