import { sampleGraph } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { resource } from '../../fixtures/fixture.ts'
import { checkDocuments } from './documents.ts'
import type { ModelSource } from './shape.ts'

const GOOD = {
  Effect: 'Allow',
  Action: 'ecs:UpdateService',
  Resource: 'arn:aws:ecs:us-east-1:000000000000:service/*',
}
/** What botocore would say of ecs, on a machine with it or without. */
const ECS: ModelSource = {
  name: 'botocore',
  version: 'a test',
  request: () => undefined,
  operations: (prefix) => (prefix === 'ecs' ? new Set(['UpdateService']) : undefined),
}

function breaches(
  document: unknown,
  type = 'aws:iam/rolePolicy:RolePolicy',
  property = 'policy',
): readonly string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const graph = sampleGraph([resource(type, 'one', { role: 'role', [property]: text })])
  return checkDocuments(graph, [ECS]).map(({ rule, property: path }) => `${rule} ${path}`)
}

const withStatement = (statement: object) => ({
  Version: '2012-10-17',
  Statement: [{ ...GOOD, ...statement }],
})

describe('a policy document', () => {
  it('is accepted when IAM would accept it', () => {
    expect(breaches(withStatement({}))).toEqual([])
  })

  it.each([
    ['no JSON', '{', ['document-json policy']],
    ['another version', { ...withStatement({}), Version: '2008-10-17' }, ['document-element policy.Version']],
    ['an unknown element', { ...withStatement({}), Statements: [] }, ['document-element policy.Statements']],
    [
      'an unknown effect',
      withStatement({ Effect: 'allow' }),
      ['document-element policy.Statement[0].Effect'],
    ],
    [
      'a misspelt element',
      withStatement({ Conditions: {} }),
      ['document-element policy.Statement[0].Conditions'],
    ],
    ['a Sid with a space', withStatement({ Sid: 'Let it' }), ['document-element policy.Statement[0].Sid']],
    ['a principal', withStatement({ Principal: '*' }), ['document-principal policy.Statement[0].Principal']],
    [
      'an action without a service',
      withStatement({ Action: 'UpdateService' }),
      ['document-action policy.Statement[0].Action'],
    ],
    [
      'a service that does not exist',
      withStatement({ Action: 'elb:Describe' }),
      ['document-action policy.Statement[0].Action'],
    ],
    [
      'an action that does not exist',
      withStatement({ Action: 'ecs:UpdateServices' }),
      ['document-action policy.Statement[0].Action'],
    ],
    [
      'an ARN without an account',
      withStatement({ Resource: 'arn:aws:ecs:us-east-1' }),
      ['document-arn policy.Statement[0].Resource'],
    ],
    ['too much text', withStatement({ Resource: Array(300).fill(GOOD.Resource) }), ['document-size policy']],
  ])('is refused with %s', (_, document, expected) => {
    expect(breaches(document)).toEqual(expected)
  })

  it('of trust needs a principal and refuses a resource', () => {
    const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }
    expect(
      breaches({ Version: '2012-10-17', Statement: trust }, 'aws:iam/role:Role', 'assumeRolePolicy'),
    ).toEqual([
      'document-principal assumeRolePolicy.Statement[0].Principal',
      'document-element assumeRolePolicy.Statement[0].Resource',
    ])
  })
})
