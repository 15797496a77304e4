import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'
import { STACKS } from './stack-file.ts'

const REGION_OF: Readonly<Record<string, string>> = Object.fromEntries(
  REGION_IDS.map((region) => [REGIONS[region].code, region]),
)
const CODES = Object.keys(REGION_OF)

interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Principal?: unknown
  readonly Condition?: object
}

describe.each(STACKS)('keys of %s', async (stack) => {
  const run = await runProgram(stack)
  // The zone's signing key encrypts nothing, and Route 53 does not accept a key with rotation.
  const keys = run.ofType('aws:kms/key:Key').filter(({ inputs }) => inputs.keyUsage !== 'SIGN_VERIFY')

  it('stand in every region, one for data and one for logs, and change every year', () => {
    expect(keys.map(({ name }) => name).sort()).toEqual(
      CODES.flatMap((code) => [`${code}-keys-data`, `${code}-keys-logs`]).sort(),
    )
    for (const { inputs } of keys)
      expect(inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 })
  })

  it('let no statement both administer and use them, and none use them without a condition', () => {
    const uses = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:*']
    for (const key of keys)
      for (const { Sid, Action, Condition } of statements(key.inputs.policy)) {
        const isUse = Action.some((action) => uses.includes(action))
        expect([Sid, isUse && Action.includes('kms:ScheduleKeyDeletion')]).toEqual([Sid, false])
        expect([Sid, isUse && Condition === undefined]).toEqual([Sid, false])
      }
  })

  it('encrypt every log group, with the key of its region', () => {
    for (const group of run.ofType('aws:cloudwatch/logGroup:LogGroup'))
      expect([group.name, group.inputs.kmsKeyId]).toEqual([group.name, keyArn(group.region, 'logs')])
  })

  it('encrypt the database, its images and every copy of the secret with the data key of its region', () => {
    for (const { inputs, region } of run.ofType('aws:rds/cluster:Cluster'))
      expect(inputs.kmsKeyId).toBe(keyArn(region, 'data'))
    for (const { inputs, region } of run.ofType('aws:ecr/repository:Repository'))
      expect(inputs.encryptionConfigurations).toEqual([
        { encryptionType: 'KMS', kmsKey: keyArn(region, 'data') },
      ])
    const { inputs } = run.named('aws:secretsmanager/secret:Secret', 'database-secret')
    const copies = [{ region: 'us-east-1', kmsKeyId: inputs.kmsKeyId }, ...inputs.replicas]
    expect(copies).toEqual(CODES.map((code) => ({ region: REGION_OF[code], kmsKeyId: keyArn(code, 'data') })))
  })

  function keyArn(code: string, purpose: 'data' | 'logs'): string {
    return `arn:aws:kms:${REGION_OF[code]}:000000000000:${code}-keys-${purpose}`
  }
})

describe.each(STACKS)('identities of %s', async (stack) => {
  const run = await runProgram(stack)
  const policies = [
    ...run.ofType('aws:iam/rolePolicy:RolePolicy'),
    ...run.ofType('aws:iam/policy:Policy'),
  ].map(({ name, inputs }) => ({ name, statements: statements(inputs.policy) }))
  const allowed = policies.flatMap(({ name, statements }) =>
    statements.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({ name, ...statement })),
  )

  it('never may do everything a service offers', () => {
    expect(allowed.filter(({ Action }) => Action.some((action) => /^(\*|[\w-]+:\*)$/.test(action)))).toEqual(
      [],
    )
  })

  it('name what they may touch, or the circumstances', () => {
    const onlyLooks = (action: string) => /:(Describe|Get|List)/.test(action)
    const bare = allowed.filter(
      ({ Action, Resource, Condition }) =>
        Resource.includes('*') && Condition === undefined && !Action.every(onlyLooks),
    )
    expect(bare.map(({ name, Sid }) => `${name}: ${Sid}`)).toEqual([])
  })

  it('do nothing that their boundary forbids, where they have one', () => {
    const boundary = policies
      .filter(({ name }) => name === 'boundary')
      .flatMap(({ statements: itsStatements }) => itsStatements)
    const limits = new Set(boundary.flatMap(({ Action }) => Action))
    const bounded = run.ofType('aws:iam/role:Role').filter(({ inputs }) => inputs.permissionsBoundary)
    const isBounded = new Set(bounded.map(({ inputs }) => inputs.name))
    expect(bounded.length > 0).toBe(boundary.length > 0)
    const beyond = run
      .ofType('aws:iam/rolePolicy:RolePolicy')
      .filter(({ inputs }) => isBounded.has(inputs.role))
      .flatMap(({ inputs }) => statements(inputs.policy))
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => Action)
      .filter((action) => !limits.has(action))
    expect(beyond).toEqual([])
  })

  it('are assumed by services or by tokens with conditions, never by anybody', () => {
    for (const { name, inputs } of run.ofType('aws:iam/role:Role'))
      for (const { Principal, Condition } of statements(inputs.assumeRolePolicy)) {
        expect([name, Principal]).not.toEqual([name, '*'])
        const isOfService = typeof Principal === 'object' && Principal !== null && 'Service' in Principal
        expect([name, isOfService || Condition !== undefined]).toEqual([name, true])
      }
  })
})

function statements(policy: string): readonly Statement[] {
  const found = (JSON.parse(policy) as { Statement: readonly Statement[] }).Statement
  const list = (value: unknown): readonly string[] => [value ?? []].flat() as string[]
  return found.map((statement) => ({
    ...statement,
    Action: list(statement.Action),
    Resource: list(statement.Resource),
  }))
}
