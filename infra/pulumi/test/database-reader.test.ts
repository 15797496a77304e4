import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { namingRule } from '../naming.ts'
import { runProgram } from './run-program.ts'

const ROLE = 'aws:iam/role:Role'
const POLICY = 'aws:iam/policy:Policy'

const off = await runProgram('production')
const on = await runProgram('production', { 'meridian:iamDatabaseAuthentication': 'true' })
const withoutPipeline = await runProgram('poc', { 'meridian:iamDatabaseAuthentication': 'true' })
const CODES = REGION_IDS.map((region) => REGIONS[region].code)

const statementsOf = (run: typeof on, name: string) =>
  JSON.parse(run.named(POLICY, name).inputs.policy).Statement
const readerOf = (run: typeof on) =>
  run
    .ofType('aws:lambda/function:Function')
    .filter(({ name }) => name.endsWith('-secret-rotation'))
    .map(({ inputs }) => inputs.environment.variables.DATABASE_READER_USER)

describe('people at the database', () => {
  it('have no access unless the stack names them', () => {
    expect(off.ofType(ROLE).map(({ name }) => name)).not.toContain('database-reader')
    expect(off.resources.filter(({ inputs }) => JSON.stringify(inputs).includes('rds-db:'))).toEqual([])
    expect(readerOf(off)).toEqual([undefined, undefined, undefined])
    for (const { inputs } of off.ofType('aws:rds/cluster:Cluster'))
      expect(inputs.iamDatabaseAuthenticationEnabled).toBe(false)
  })

  it('log in to every region’s cluster as one user only', () => {
    expect(statementsOf(on, 'database-reader')).toEqual([
      {
        Sid: 'LogInAsOneUser',
        Effect: 'Allow',
        Action: ['rds-db:connect'],
        Resource: REGION_IDS.map(
          (region) =>
            `arn:aws:rds-db:${region}:000000000000:dbuser:cluster-of-database-${REGIONS[region].code}/meridian_reader`,
        ),
      },
    ])
    for (const code of CODES)
      expect(on.named('aws:rds/cluster:Cluster', `database-${code}`).inputs).toMatchObject({
        iamDatabaseAuthenticationEnabled: true,
      })
  })

  it('assume a role with this right and no other, with MFA', () => {
    const { inputs } = on.named(ROLE, 'database-reader')
    expect(inputs[namingRule(ROLE).property ?? '']).toBe('meridian-database-reader')
    expect(JSON.parse(inputs.assumeRolePolicy).Statement).toEqual([
      {
        Sid: 'PeopleAssume',
        Effect: 'Allow',
        Action: ['sts:AssumeRole'],
        Principal: { AWS: 'arn:aws:iam::000000000000:root' },
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ])
    const attached = on
      .ofType('aws:iam/rolePolicyAttachment:RolePolicyAttachment')
      .filter(({ inputs: { role } }) => role === 'meridian-database-reader')
    expect(attached.map(({ inputs: { policyArn } }) => policyArn)).toEqual([
      expect.stringMatching(/database-reader$/),
    ])
    const own = on.ofType('aws:iam/rolePolicy:RolePolicy').map(({ inputs: { role } }) => role)
    expect(own).not.toContain('meridian-database-reader')
  })

  it('stay inside the boundary of all roles, which allows one database user in any region', () => {
    expect(on.named(ROLE, 'database-reader').inputs.permissionsBoundary).toMatch(/boundary$/)
    expect(statementsOf(on, 'boundary')).toContainEqual({
      Sid: 'AsOneDatabaseUser',
      Effect: 'Allow',
      Action: ['rds-db:connect'],
      Resource: ['arn:aws:rds-db:*:*:dbuser:*/meridian_reader'],
    })
    expect(withoutPipeline.named(ROLE, 'database-reader').inputs.permissionsBoundary).toBeUndefined()
  })

  it('get their user from the rotation, in whichever region it runs', () => {
    expect(readerOf(on)).toEqual(['meridian_reader', 'meridian_reader', 'meridian_reader'])
  })
})
