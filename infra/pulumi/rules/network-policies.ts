import { allow, type PolicyDocument, policyDocument } from './policy-document.ts'

/** The S3 endpoint allows image layers, which ECR stores in its own bucket, and buckets of this account. */
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

/** An interface endpoint serves only this account's callers: credentials of another account cannot send data out through it. */
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

/** Lets VPC flow logs write to their own groups. */
export function flowLogPolicy(accountId: string, groupPrefix: string): PolicyDocument {
  return policyDocument(
    allow(
      'WriteFlowLogs',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      [`arn:aws:logs:*:${accountId}:log-group:${groupPrefix}*`],
    ),
  )
}
