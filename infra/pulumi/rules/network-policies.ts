import { allow, type PolicyDocument, policyDocument } from './policy-document.ts'

/** Through the S3 endpoint go image layers, which ECR keeps in its own bucket, and buckets of this account. */
export function s3EndpointPolicy(accountId: string, region: string): PolicyDocument {
  return policyDocument(
    {
      Sid: 'PullLayers',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject'],
      Resource: [`arn:aws:s3:::prod-${region}-starport-layer-bucket/*`],
    },
    {
      Sid: 'OwnBuckets',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket', 's3:PutObject'],
      Resource: ['*'],
      Condition: { StringEquals: { 'aws:PrincipalAccount': accountId, 'aws:ResourceAccount': accountId } },
    },
  )
}

/** An interface endpoint serves this account's callers; a stolen key of another account cannot carry data out through it. */
export function interfaceEndpointPolicy(accountId: string): PolicyDocument {
  return policyDocument({
    Sid: 'OwnCallers',
    Effect: 'Allow',
    Principal: '*',
    Action: ['*'],
    Resource: ['*'],
    Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
  })
}

/** Lets VPC flow logs write into the groups that are theirs. */
export function flowLogPolicy(accountId: string, groupPrefix: string): PolicyDocument {
  return policyDocument(
    allow(
      'WriteFlowLogs',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [`arn:aws:logs:*:${accountId}:log-group:${groupPrefix}*`],
    ),
  )
}
