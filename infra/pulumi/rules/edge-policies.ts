import { administration, onKey } from './key-policies.ts'
import {
  type PolicyDocument,
  type PolicyStatement,
  policyDocument,
  refuseCleartext,
} from './policy-document.ts'

/** Lets Route 53 sign with a key, and the account's administrators manage it. */
export function zoneSigningPolicy(accountId: string): PolicyDocument {
  const route53 = { Service: 'dnssec-route53.amazonaws.com' }
  return policyDocument(
    administration(accountId),
    onKey('Route53Signs', route53, ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'], {
      StringEquals: { 'aws:SourceAccount': accountId },
      ArnLike: { 'aws:SourceArn': 'arn:aws:route53:::hostedzone/*' },
    }),
    onKey('Route53Grants', route53, ['kms:CreateGrant'], {
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    }),
  )
}

/** Lets Route 53 write its questions to one log group. */
export function writtenByRoute53(logGroupArn: string): PolicyDocument {
  return policyDocument({
    Sid: 'Route53Writes',
    Effect: 'Allow',
    Principal: { Service: 'route53.amazonaws.com' },
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${logGroupArn}:*`],
  })
}

/** Lets one distribution read a bucket's objects, over TLS only. */
export function readByDistribution(bucketArn: string, distributionArn: string): PolicyDocument {
  return policyDocument(refuseCleartext(bucketArn), {
    Sid: 'EdgeReads',
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: ['s3:GetObject'],
    Resource: [`${bucketArn}/*`],
    Condition: { StringEquals: { 'AWS:SourceArn': distributionArn } },
  })
}

export interface AccessLogBucket {
  readonly bucketArn: string
  readonly accountId: string
  readonly region: string
  /** Folder of the load balancer's logs. */
  readonly loadBalancerPrefix: string
  /** Folder of the edge's logs; only in the bucket that receives them. */
  readonly edgePrefix: string | undefined
}

/** Lets a region's load balancers, and the edge where it is asked for, put their logs, over TLS only. */
export function accessLogPolicy(log: AccessLogBucket): PolicyDocument {
  const { bucketArn, accountId, region } = log
  return policyDocument(
    refuseCleartext(bucketArn),
    {
      Sid: 'LoadBalancersWrite',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: ['s3:PutObject'],
      Resource: [`${bucketArn}/${log.loadBalancerPrefix}/AWSLogs/${accountId}/*`],
      Condition: {
        ArnLike: { 'aws:SourceArn': `arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*` },
      },
    },
    ...(log.edgePrefix === undefined ? [] : [edgeWrites(log, log.edgePrefix)]),
  )
}

function edgeWrites({ bucketArn, accountId }: AccessLogBucket, prefix: string): PolicyStatement {
  return {
    Sid: 'EdgeWrites',
    Effect: 'Allow',
    Principal: { Service: 'delivery.logs.amazonaws.com' },
    Action: ['s3:PutObject'],
    Resource: [`${bucketArn}/${prefix}/*`],
    Condition: {
      StringEquals: {
        'aws:SourceAccount': accountId,
        's3:x-amz-acl': 'bucket-owner-full-control',
      },
      ArnLike: { 'aws:SourceArn': `arn:aws:logs:us-east-1:${accountId}:delivery-source:*` },
    },
  }
}
