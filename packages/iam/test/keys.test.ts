import { describe, expect, it } from 'vitest'
import {
  type ApplicablePolicies,
  authorize,
  type Caller,
  type RequestContext,
  readPolicy,
} from '../src/index.ts'

const ACCOUNT = '111122223333'
const KEY = `arn:aws:kms:us-west-2:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service`
const role: Caller = {
  kind: 'role',
  arn: ROLE,
  sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/service/one`,
}
const stranger: Caller = { kind: 'role', arn: 'arn:aws:iam::444455556666:role/ExampleRole' }
const cloudtrail: Caller = { kind: 'service', service: 'cloudtrail.amazonaws.com' }

function policy(...Statement: readonly Readonly<Record<string, unknown>>[]) {
  return readPolicy({ Statement })
}

const identity = [policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY })]
const toAccount = policy({
  Effect: 'Allow',
  Action: 'kms:*',
  Resource: '*',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
})
const toRole = policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: ROLE } })

function decide(
  caller: Caller,
  policies: ApplicablePolicies,
  action = 'kms:Decrypt',
  context: RequestContext = {},
) {
  return authorize({ caller, action, resource: KEY, context }, policies)
}

describe('AWS KMS Developer Guide, Determining access to AWS KMS keys', () => {
  it.each([
    ['a key that names the role needs nothing else', { resource: toRole }, true],
    [
      'a key that leaves it to the account needs the role’s own policy',
      { identity, resource: toAccount },
      true,
    ],
    ['which is missing here', { resource: toAccount }, false],
    ['a role’s own policy alone opens no key', { identity }, false],
    [
      'a key for administrators is closed to the account’s policies',
      {
        identity,
        resource: policy({
          Effect: 'Allow',
          Action: 'kms:*',
          Resource: '*',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
        }),
      },
      false,
    ],
  ])('%s', (_title, policies, isAllowed) => {
    expect(decide(role, policies).isAllowed).toBe(isAllowed)
  })

  it('a call on no particular key needs only the caller’s policy', () => {
    const rights = [policy({ Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' })]
    const request = { caller: role, action: 'kms:CreateKey', resource: '*' }
    expect(authorize(request, { identity: rights }).isAllowed).toBe(true)
  })

  it('another account needs both the key’s policy and its own', () => {
    const other = [policy({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY })]
    const resource = policy({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: '*',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
    })
    expect(decide(stranger, { identity: other, resource }).isAllowed).toBe(true)
    expect(decide(stranger, { resource }).refusal?.by).toBe('identity-based')
    expect(decide(stranger, { identity: other, resource: toAccount }).refusal?.by).toBe('resource-based')
  })
})

describe('AWS KMS Developer Guide, Grants in AWS KMS', () => {
  const grants = [
    {
      granteePrincipal: ROLE,
      operations: ['Decrypt'],
      constraints: { encryptionContextSubset: { Department: 'IT' } },
    },
  ]

  it.each([
    ['the operation that it names', 'kms:Decrypt', { 'kms:EncryptionContext:Department': 'IT' }, true],
    ['no other operation', 'kms:Encrypt', { 'kms:EncryptionContext:Department': 'IT' }, false],
    ['no other encryption context', 'kms:Decrypt', { 'kms:EncryptionContext:Department': 'HR' }, false],
  ])('allows %s', (_title, action, context, isAllowed) => {
    expect(decide(role, { grants }, action, context).isAllowed).toBe(isAllowed)
  })

  it('does not outweigh a deny', () => {
    const resource = policy({ Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*', Principal: '*' })
    const context = { 'kms:EncryptionContext:Department': 'IT' }
    expect(decide(role, { grants, resource }, 'kms:Decrypt', context).refusal?.denial).toBeDefined()
  })

  it('is not enough for another account’s role without its own policy', () => {
    const given = [{ granteePrincipal: stranger.arn, operations: ['Decrypt'] }]
    expect(decide(stranger, { grants: given }).refusal?.by).toBe('identity-based')
  })
})

describe('a service principal', () => {
  const resource = policy({
    Effect: 'Allow',
    Action: 'kms:GenerateDataKey*',
    Resource: '*',
    Principal: { Service: 'cloudtrail.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/one` } },
  })
  const source = (name: string) => ({
    'aws:SourceArn': `arn:aws:cloudtrail:us-west-2:${ACCOUNT}:trail/${name}`,
  })

  it('may do what the key’s policy allows it for one resource', () => {
    expect(decide(cloudtrail, { resource }, 'kms:GenerateDataKey', source('one')).isAllowed).toBe(true)
    expect(decide(cloudtrail, { resource }, 'kms:GenerateDataKey', source('two')).isAllowed).toBe(false)
    expect(decide(cloudtrail, { resource }, 'kms:Decrypt', source('one')).message).toBe(
      `User: cloudtrail.amazonaws.com is not authorized to perform: kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`,
    )
  })

  it('uses a key on behalf of a caller only through itself', () => {
    const through = policy({
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: '*',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Condition: {
        StringEquals: { 'kms:ViaService': 'rds.us-west-2.amazonaws.com', 'kms:CallerAccount': ACCOUNT },
        Bool: { 'kms:GrantIsForAWSResource': 'true' },
      },
    })
    const rights = [policy({ Effect: 'Allow', Action: 'kms:CreateGrant', Resource: '*' })]
    const context = { 'kms:ViaService': 'rds.us-west-2.amazonaws.com', 'kms:GrantIsForAWSResource': 'true' }
    expect(decide(role, { identity: rights, resource: through }, 'kms:CreateGrant', context).isAllowed).toBe(
      true,
    )
    expect(decide(role, { identity: rights, resource: through }, 'kms:CreateGrant').isAllowed).toBe(false)
  })
})
