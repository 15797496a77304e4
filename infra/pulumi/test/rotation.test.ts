import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { contains } from '../rules/addresses.ts'
import { runProgram } from './run-program.ts'

const run = await runProgram('production')
const CODES = REGION_IDS.map((region) => [REGIONS[region].code, region] as const)
const functionName = (code: string) => `${code}-secret-rotation`
const rules = {
  out: run.ofType('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule'),
  into: run.ofType('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule'),
}

describe.each(CODES)('rotation in %s', (code, region) => {
  const { inputs } = run.named('aws:lambda/function:Function', functionName(code))

  it('looks for the writer behind the global endpoint, then in every region', () => {
    const { DATABASE_WRITER_HOST, DATABASE_OTHER_WRITER_HOSTS, ...rest } = inputs.environment.variables
    expect(DATABASE_WRITER_HOST).toMatch(/^meridian-global\.global-/)
    expect(DATABASE_OTHER_WRITER_HOSTS.split(',').map((host: string) => host.split('.')[2])).toEqual(
      REGION_IDS,
    )
    expect(rest).toEqual({
      DATABASE_NAME: 'marketing',
      DATABASE_PORT: '5432',
      NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem',
    })
  })

  it('stands in private subnets, whence it may reach every region’s database', () => {
    expect(inputs.vpcConfig.subnetIds).toEqual([
      `${code}-network-private-1-id`,
      `${code}-network-private-2-id`,
    ])
    const reached = rules.out
      .filter(({ inputs }) => inputs.securityGroupId === `${functionName(code)}-function-id`)
      .filter(({ inputs }) => inputs.fromPort === 5432)
    for (const [other] of CODES)
      for (const { inputs: subnet } of run
        .ofType('aws:ec2/subnet:Subnet')
        .filter(({ name }) => name.startsWith(`${other}-network-isolated-`)))
        expect(reached.some(({ inputs }) => contains(inputs.cidrIpv4, subnet.cidrBlock))).toBe(true)
  })

  it('is let in by its own region’s database by name, and by the others’ as their tasks are', () => {
    const peers = rules.into
      .filter(({ inputs }) => inputs.securityGroupId === `${code}-security-database-id`)
      .map(({ inputs }) => inputs.referencedSecurityGroupId ?? inputs.cidrIpv4)
    expect(peers).toContain(`${functionName(code)}-function-id`)
  })

  it('is called by Secrets Manager alone, for the region’s copy of the secret', () => {
    const permission = run.named('aws:lambda/permission:Permission', functionName(code))
    expect(permission.inputs).toMatchObject({
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: '000000000000',
    })
    expect(permission.inputs.sourceArn.split(':')[3]).toBe(region)
  })

  it('runs files that need no build: JavaScript of its own, and packages', () => {
    const { assets } = inputs.code
    expect(Object.keys(assets)).toEqual(expect.arrayContaining(['index.mjs', 'steps.mjs', 'node_modules/pg']))
    expect(inputs.handler).toBe('index.handler')
  })
})

describe('the schedule', () => {
  it('is the one of the secret’s home, and waits for its hours instead of starting in the midst of a deployment', () => {
    const schedules = run.ofType('aws:secretsmanager/secretRotation:SecretRotation')
    expect(schedules.map(({ region, inputs }) => [region, inputs.rotateImmediately])).toEqual([
      ['use1', false],
    ])
    expect(schedules[0]?.inputs.rotationRules.scheduleExpression).toBe('rate(30 days)')
    expect(schedules[0]?.dependencies).toEqual(expect.arrayContaining(['use1-secret-rotation']))
  })
})
