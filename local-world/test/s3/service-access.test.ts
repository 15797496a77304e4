import { expect, it } from 'vitest'
import { allowsServiceRead, type BucketStatement } from '../../src/modules/s3/model/service-access.ts'

const ARN = 'arn:aws:cloudfront::000000000000:distribution/E0TEST'
const STATEMENT: BucketStatement = {
  Effect: 'Allow',
  Principal: { Service: 'cloudfront.amazonaws.com' },
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::pages/*',
  Condition: { StringEquals: { 'AWS:SourceArn': ARN } },
}
const READ = {
  service: 'cloudfront.amazonaws.com',
  sourceArn: ARN,
  objectArn: 'arn:aws:s3:::pages/errors/a.html',
}

it('a Deny statement overrides an Allow', () => {
  const denial = { ...STATEMENT, Effect: 'Deny', Principal: '*' }
  expect(allowsServiceRead([STATEMENT, denial], READ)).toBe(false)
})

// INV-S3-5
it.each<[string, BucketStatement, boolean]>([
  ['that names service, object and resource', STATEMENT, true],
  [
    'with lists',
    { ...STATEMENT, Action: ['s3:ListBucket', 's3:GetObject'], Resource: [READ.objectArn] },
    true,
  ],
  ['for another service', { ...STATEMENT, Principal: { Service: 'logging.s3.amazonaws.com' } }, false],
  ['for another action', { ...STATEMENT, Action: 's3:PutObject' }, false],
  ['for another bucket', { ...STATEMENT, Resource: 'arn:aws:s3:::pages-2/*' }, false],
  [
    'for another resource',
    { ...STATEMENT, Condition: { StringEquals: { 'AWS:SourceArn': `${ARN}X` } } },
    false,
  ],
  ['for any resource', { ...STATEMENT, Condition: {} }, true],
  [
    'with a condition on what the service does not say',
    { ...STATEMENT, Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } },
    false,
  ],
  ['for clear text', { ...STATEMENT, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }, false],
  ['that denies', { ...STATEMENT, Effect: 'Deny' }, false],
])('a statement %s allows a service to read, or not', (_, statement, isAllowed) => {
  expect(allowsServiceRead([statement], READ)).toBe(isAllowed)
})
