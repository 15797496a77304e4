import { describe, expect, it } from 'vitest'
import { DEPLOYMENT_WRITES } from '../rules/deployment-writes/index.ts'
import { runProgram } from './run-program.ts'

const MOST_CHARACTERS = 6_144
const MOST_POLICIES_OF_A_ROLE = 10
/** Created and changed by people: permissions themselves, and who gets access from GitHub. */
const PEOPLES = ['aws:iam/openIdConnectProvider:OpenIdConnectProvider', 'aws:iam/policy:Policy']

interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const production = await runProgram('production')
const runs = [
  production,
  await runProgram('poc'),
  await runProgram('production', { 'meridian:routingControls': 'in-use' }),
]
const types = new Set(runs.flatMap(({ resources }) => resources.map(({ type }) => type)))
const inAws = [...types].filter((type) => type.startsWith('aws:') && !PEOPLES.includes(type))
const writes = Object.assign({}, ...Object.values(DEPLOYMENT_WRITES)) as Record<string, readonly string[]>

const policies = production
  .ofType('aws:iam/policy:Policy')
  .filter(({ name }) => name.startsWith('deployment-apply-'))
const statements = policies.flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement as Statement[])
const own: readonly Statement[] = JSON.parse(
  production.named('aws:iam/rolePolicy:RolePolicy', 'deployment-apply').inputs.policy,
).Statement

describe('the rights of a deployment', () => {
  it('cover exactly the resource types that the program creates', () => {
    const isIdentity = (type: string) => type.startsWith('aws:iam/')
    expect(Object.keys(writes).toSorted()).toEqual(inAws.filter((type) => !isIdentity(type)).toSorted())
    const allowed = own.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)
    expect(inAws.filter(isIdentity)).toHaveLength(3)
    expect(allowed).toEqual(
      expect.arrayContaining([
        'iam:CreateRole',
        'iam:PutRolePolicy',
        'iam:AttachRolePolicy',
        'iam:DeleteRole',
      ]),
    )
  })

  it('are attached to the role as policies that IAM accepts', () => {
    const attached = production
      .ofType('aws:iam/rolePolicyAttachment:RolePolicyAttachment')
      .filter(({ inputs }) => inputs.role === 'meridian-deployment-apply')
    expect(attached.map(({ inputs }) => inputs.policyArn).toSorted()).toEqual([
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ...policies.map(({ name }) => `arn:aws:iam:us-east-1:000000000000:${name}`).toSorted(),
    ])
    expect(attached.length).toBeLessThanOrEqual(MOST_POLICIES_OF_A_ROLE)
    for (const { name, inputs } of policies)
      expect(inputs.policy.length, name).toBeLessThanOrEqual(MOST_CHARACTERS)
  })

  it('name each action, are limited to the system’s regions, and include no IAM actions', () => {
    expect(new Set(statements.flatMap(({ Action }) => Action))).toEqual(new Set(Object.values(writes).flat()))
    for (const { Effect, Action, Condition } of statements) {
      expect(Effect).toBe('Allow')
      expect(Action.filter((action) => /\*|^(iam|sts|organizations|account):/.test(action))).toEqual([])
      expect(Condition?.StringEquals?.['aws:RequestedRegion']).toEqual([
        'us-east-1',
        'us-west-2',
        'ap-northeast-2',
      ])
    }
  })

  it('are limited to the project’s names for data, secrets and code', () => {
    const of = (service: string) =>
      statements.filter(({ Action }) => Action.some((action) => action.startsWith(`${service}:`)))
    const outside = ['s3', 'secretsmanager', 'lambda', 'sns', 'ecr'].flatMap((service) =>
      of(service)
        .filter(({ Resource }) => !Resource.every((arn) => /[:/-]meridian[-/]/.test(arn)))
        .flatMap(({ Action }) => Action.filter((action) => action.startsWith(`${service}:`))),
    )
    // One is a setting of the registry, one of the account: neither has a name.
    expect(outside.toSorted()).toEqual(['ecr:PutReplicationConfiguration', 's3:PutAccountPublicAccessBlock'])
  })

  it('cannot change audit records or earlier versions of Pulumi’s state', () => {
    const denied = own.filter(({ Effect }) => Effect === 'Deny')
    const sids = denied.map(({ Sid }) => Sid)
    expect(sids).toEqual(
      expect.arrayContaining(['KeepTheRecords', 'KeepThePastOfTheState', 'KeepTheKeyOfTheState']),
    )
    const records = denied.find(({ Sid }) => Sid === 'KeepTheRecords')?.Action ?? []
    expect(statements.flatMap(({ Action }) => Action).filter((action) => records.includes(action))).toEqual(
      [],
    )
  })
})
