import { describe, expect, it } from 'vitest'
import { type CreateRequest, LOCAL_ACCOUNT_ID } from '../../kernel/resource-provider.ts'
import { suffixOf } from '../../program/urn.ts'
import { recorded } from './index.ts'
import { RECORDED } from './resources.ts'

function create(type: string, inputs: Readonly<Record<string, unknown>> = {}) {
  const request: CreateRequest = {
    type,
    name: 'test',
    inputs,
    region: 'ap-northeast-2',
    accountId: LOCAL_ACCOUNT_ID,
    suffix: (length, alphabet) => suffixOf(`${type}::test`, length, alphabet),
  }
  const provider = recorded.resources[type]
  if (!provider) throw new Error(`${type} is not recorded`)
  return provider(request)
}

function policyDocument(args: Readonly<Record<string, unknown>>): unknown {
  const token = 'aws:iam/getPolicyDocument:getPolicyDocument'
  const answer = recorded.invokes?.[token]?.({
    token,
    args,
    region: 'us-east-1',
    accountId: LOCAL_ACCOUNT_ID,
  })
  return JSON.parse(String(answer?.json))
}

describe('recorded resources', () => {
  it('have ARNs and ids in AWS’s format', () => {
    expect(create('aws:iam/role:Role', { name: 'task' })).toMatchObject({
      id: 'task',
      outputs: {
        arn: 'arn:aws:iam::000000000000:role/task',
        uniqueId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
      },
    })
    expect(create('aws:kms/key:Key').outputs.arn).toMatch(
      /^arn:aws:kms:ap-northeast-2:000000000000:key\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(create('aws:ecr/repository:Repository', { name: 'meridian/frontend' }).outputs.repositoryUrl).toBe(
      '000000000000.dkr.ecr.ap-northeast-2.amazonaws.com/meridian/frontend',
    )
  })

  // INV-RECORDED-1
  it('have the same ids in every run, whatever their inputs', () => {
    const key = (description: string) => create('aws:kms/key:Key', { description }).id
    expect(key('first run')).toBe(key('second run'))
  })

  it('get the name that Pulumi’s provider would generate when the program gives none', () => {
    expect(create('aws:ecr/repository:Repository').id).toMatch(/^test-[0-9a-f]{7}$/)
    expect(create('aws:kms/alias:Alias', { targetKeyId: 'k' }).id).toMatch(/^alias\/test-[0-9a-f]{7}$/)
  })

  it('resolve the key of an alias, given by id or ARN', () => {
    const target = (targetKeyId: string) =>
      create('aws:kms/alias:Alias', { name: 'alias/a', targetKeyId }).outputs.targetKeyArn
    expect(target('1234')).toBe('arn:aws:kms:ap-northeast-2:000000000000:key/1234')
    expect(target('arn:aws:kms:us-east-1:1:key/9')).toBe('arn:aws:kms:us-east-1:1:key/9')
  })

  it('have one validation record for each name of a certificate', () => {
    const { outputs } = create('aws:acm/certificate:Certificate', {
      domainName: 'a.example',
      subjectAlternativeNames: ['*.a.example', 'a.example'],
    })
    expect(outputs.domainValidationOptions).toMatchObject([
      { domainName: 'a.example', resourceRecordName: expect.stringMatching(/^_[0-9a-f]{32}\.a\.example\.$/) },
      {
        domainName: '*.a.example',
        resourceRecordName: expect.stringMatching(/^_[0-9a-f]{32}\.a\.example\.$/),
      },
    ])
  })

  // INV-RECORDED-2
  it.each(Object.entries(RECORDED))('%s documents why it is only recorded', (type, { why }) => {
    expect(why.length).toBeGreaterThan(10)
    expect(create(type, { role: 'r', repository: 'r', certificateArn: 'c', targetKeyId: 'k' }).id).not.toBe(
      '',
    )
  })
})

describe('getPolicyDocument', () => {
  // INV-RECORDED-3
  it('formats like AWS’s provider: one value as a string, several in reverse order', () => {
    const document = policyDocument({
      statements: [
        {
          sid: 'Assume',
          actions: ['sts:AssumeRole'],
          principals: [{ type: 'Service', identifiers: ['ecs-tasks.amazonaws.com'] }],
          conditions: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: ['1'] }],
        },
        {
          effect: 'Deny',
          actions: ['s3:Get*', 's3:List*'],
          resources: ['*'],
          principals: [{ type: '*', identifiers: ['*'] }],
        },
      ],
    })
    expect(document).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Assume',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '1' } },
        },
        { Effect: 'Deny', Action: ['s3:List*', 's3:Get*'], Resource: '*', Principal: '*' },
      ],
    })
  })

  it('replaces the statement with the same Sid by an overriding one', () => {
    const source = (effect: string, sid: string) =>
      JSON.stringify({ Statement: { Sid: sid, Effect: effect, Action: '*', Resource: '*' } })
    const document = policyDocument({
      sourcePolicyDocuments: [source('Allow', 'A')],
      overridePolicyDocuments: [source('Deny', 'A'), source('Deny', 'B')],
    })
    expect(document).toMatchObject({ Statement: [{ Sid: 'A', Effect: 'Deny' }, { Sid: 'B' }] })
  })
})
