import { describe, expect, it } from 'vitest'
import {
  type ApplicablePolicies,
  type AuthorizationRequest,
  authorize,
  type Caller,
  readPolicy,
} from '../src/index.ts'

type Written = Readonly<Record<string, unknown>>

const ACCOUNT = '111122223333'
const OTHER = '444455556666'
const carlos: Caller = { kind: 'user', arn: `arn:aws:iam::${ACCOUNT}:user/carlossalazar` }
const session = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/one`
const reader: Caller = { kind: 'role', arn: `arn:aws:iam::${ACCOUNT}:role/reader`, sessionArn: session }
const BUCKET = 'arn:aws:s3:::amzn-s3-demo-bucket-carlossalazar'

function policy(...Statement: readonly Written[]) {
  return readPolicy({ Version: '2012-10-17', Statement })
}

const allow = (Action: unknown, Resource: unknown, more: Written = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
const deny = (Action: unknown, Resource: unknown, more: Written = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
})

function decide(
  caller: Caller,
  action: string,
  resource: string,
  policies: ApplicablePolicies,
  more: Partial<AuthorizationRequest> = {},
) {
  return authorize({ caller, action, resource, resourceAccount: ACCOUNT, ...more }, policies)
}

describe('IAM User Guide, Example identity-based and resource-based policy evaluation', () => {
  const identity = [
    policy(
      allow(['s3:GetBucketLocation', 's3:ListAllMyBuckets'], 'arn:aws:s3:::*'),
      allow('s3:*', [`${BUCKET}/*`, BUCKET]),
      { ...deny('s3:*', 'arn:aws:s3:::*log*'), Sid: 'DenyS3Logs' },
    ),
  ]
  const resource = policy(allow('s3:*', [`${BUCKET}/*`, BUCKET], { Principal: { AWS: carlos.arn } }))

  it('denies what one statement denies, whatever others allow', () => {
    const decision = decide(carlos, 's3:PutObject', `${BUCKET}-logs/file`, { identity })
    expect(decision.refusal).toEqual({
      by: 'identity-based',
      denial: { document: 'policy', statement: 'DenyS3Logs' },
    })
    expect(decision.message).toBe(
      `User: ${carlos.arn} is not authorized to perform: s3:PutObject on resource: ${BUCKET}-logs/file with an explicit deny in an identity-based policy`,
    )
  })

  it('allows what the identity’s policy allows', () => {
    expect(decide(carlos, 's3:PutObject', `${BUCKET}/file`, { identity }).isAllowed).toBe(true)
  })

  it('allows what the resource’s policy alone allows, within the account', () => {
    expect(decide(carlos, 's3:PutObject', `${BUCKET}/file`, { resource }).isAllowed).toBe(true)
  })

  it('denies what nothing allows', () => {
    expect(
      decide(carlos, 's3:PutObject', 'arn:aws:s3:::another/file', { identity, resource }).message,
    ).toMatch(/because no identity-based policy allows the s3:PutObject action$/)
  })
})

describe('IAM User Guide, Permissions boundaries for IAM entities', () => {
  const boundary = policy(allow(['s3:*', 'cloudwatch:*', 'ec2:*'], '*'))

  it('denies what the identity’s policy allows and the boundary does not', () => {
    const identity = [policy(allow('iam:CreateUser', '*'))]
    expect(decide(carlos, 'iam:CreateUser', '*', { identity, boundary }).message).toMatch(
      /because no permissions boundary allows the iam:CreateUser action$/,
    )
  })

  it('a boundary grants nothing by itself', () => {
    expect(decide(carlos, 's3:GetObject', `${BUCKET}/a`, { boundary }).refusal?.by).toBe('identity-based')
  })

  it.each([
    ['a user that the resource’s policy names is not limited', carlos, carlos.arn, true],
    ['a role that it names is', reader, `arn:aws:iam::${ACCOUNT}:role/reader`, false],
    ['a session that it names is not', reader, session, true],
  ])('%s', (_title, caller, named, isAllowed) => {
    const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:pager`
    const resource = policy(allow('sns:Publish', topic, { Principal: { AWS: named } }))
    expect(decide(caller, 'sns:Publish', topic, { boundary, resource }).isAllowed).toBe(isAllowed)
  })

  it('a session policy limits as well', () => {
    const policies = { identity: [policy(allow('s3:*', '*'))], session: [policy(allow('s3:GetObject', '*'))] }
    expect(decide(reader, 's3:GetObject', `${BUCKET}/a`, policies).isAllowed).toBe(true)
    expect(decide(reader, 's3:PutObject', `${BUCKET}/a`, policies).message).toMatch(
      /no session policy allows/,
    )
  })
})

describe('IAM User Guide, Cross-account policy evaluation logic', () => {
  const elsewhere = { resourceAccount: OTHER }
  const identity = [policy(allow('s3:*', 'arn:aws:s3:::amzn-s3-demo-bucket/*'))]
  const object = 'arn:aws:s3:::amzn-s3-demo-bucket/a'
  const ofAccount = policy(allow('s3:GetObject', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }))
  const ofCaller = policy(allow('s3:GetObject', '*', { Principal: { AWS: carlos.arn } }))

  it.each([
    ['both accounts allow', { identity, resource: ofCaller }, true],
    [
      'the caller’s account allows, and the other trusts the account',
      { identity, resource: ofAccount },
      true,
    ],
    ['only the caller’s account allows', { identity }, false],
    ['only the resource’s account allows', { resource: ofCaller }, false],
  ])('%s', (_title, policies, isAllowed) => {
    expect(decide(carlos, 's3:GetObject', object, policies, elsewhere).isAllowed).toBe(isAllowed)
  })
})

describe('IAM User Guide, Service control policies', () => {
  it('every level has to allow', () => {
    const identity = [policy(allow('*', '*'))]
    const serviceControl = [[policy(allow('*', '*'))], [policy(allow('s3:*', '*'))]]
    expect(decide(carlos, 's3:ListBucket', BUCKET, { identity, serviceControl }).isAllowed).toBe(true)
    expect(decide(carlos, 'sqs:ListQueues', '*', { identity, serviceControl }).message).toMatch(
      /no service control policy allows/,
    )
  })
})

describe('a trust policy', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/deploy`
  const issuer = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`
  const resource = policy({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: issuer },
    Condition: {
      StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:a/b:environment:production' },
    },
  })

  it('decides alone: an identity’s own right to assume any role is not enough', () => {
    const identity = [policy(allow('sts:AssumeRole', '*'))]
    expect(decide(carlos, 'sts:AssumeRole', role, { identity, resource }).refusal?.by).toBe('resource-based')
  })

  it.each([
    ['repo:a/b:environment:production', true],
    ['repo:a/b:ref:refs/heads/main', false],
  ])('recognizes a workflow by its subject %s', (subject, isAllowed) => {
    const context = { 'token.actions.githubusercontent.com:sub': subject }
    const caller: Caller = { kind: 'federated', provider: issuer }
    expect(decide(caller, 'sts:AssumeRoleWithWebIdentity', role, { resource }, { context }).isAllowed).toBe(
      isAllowed,
    )
  })
})

describe('a document that IAM refuses', () => {
  it.each([
    ['no JSON', '{', 'MERIDIAN_IAM_POLICY_MALFORMED'],
    ['no effect', '{"Statement":[{"Action":"*"}]}', 'MERIDIAN_IAM_POLICY_MALFORMED'],
  ])('%s', (_title, text, code) => {
    expect(() => readPolicy(text)).toThrow(expect.objectContaining({ code }))
  })

  it('an operator that does not exist', () => {
    const identity = [policy(allow('*', '*', { Condition: { StringIs: { a: 'b' } } }))]
    expect(() => decide(carlos, 's3:GetObject', BUCKET, { identity })).toThrow(
      /no condition operator "StringIs"/,
    )
  })
})
