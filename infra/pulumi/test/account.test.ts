import { readFileSync } from 'node:fs'
import { REGION_IDS, REGIONS } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { contains } from '../rules/addresses.ts'
import { runProgram } from './run-program.ts'

const run = await runProgram('production', { 'meridian:backupAccountId': '123456789012' })
const poc = await runProgram('poc')
const withProvider = await runProgram('production', { 'meridian:githubProvider': 'true' })
const CODES = REGION_IDS.map((region) => REGIONS[region].code)

interface Statement {
  readonly Sid: string
  readonly Effect: string
  readonly Action: readonly string[]
  readonly Principal?: { readonly AWS?: string }
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

interface AclLine {
  readonly protocol: string
  readonly fromPort: number
  readonly cidrBlock: string
}

describe('the account', () => {
  it('has one trail for all regions, with log file validation', () => {
    const [trail, ...others] = run.ofType('aws:cloudtrail/trail:Trail')
    expect(others).toEqual([])
    expect(trail?.inputs).toMatchObject({
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:use1-keys-logs',
    })
  })

  it('keeps its audit logs in a bucket that refuses public access, cleartext and other trails', () => {
    expect(
      run.named('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'audit-bucket').inputs,
    ).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
    const policy = JSON.parse(run.named('aws:s3/bucketPolicy:BucketPolicy', 'audit-bucket').inputs.policy)
    const [clear, ...rest] = policy.Statement
    expect(clear).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
    for (const { Principal, Condition } of rest) {
      expect(Principal).toEqual({ Service: 'cloudtrail.amazonaws.com' })
      expect(Condition.StringEquals['aws:SourceArn']).toBe(
        'arn:aws:cloudtrail:us-east-1:000000000000:trail/meridian-audit',
      )
    }
  })

  it('alerts people in every region: at once to severe threats, in working hours to the rest', () => {
    for (const code of CODES)
      for (const audience of ['pager', 'notices']) {
        const name = `findings-${code}-${audience}`
        const { inputs } = run.named('aws:cloudwatch/eventTarget:EventTarget', name)
        expect(inputs.arn).toContain(`${code}-alarms-${audience}`)
        expect(inputs.roleArn).toContain('findings')
        const rule = run.named('aws:cloudwatch/eventRule:EventRule', name)
        const { source, detail } = JSON.parse(rule.inputs.eventPattern)
        expect(source).toContain('aws.guardduty')
        if (audience === 'pager') expect(detail).toEqual({ severity: [{ numeric: ['>=', 7] }] })
      }
    expect(poc.ofType('aws:cloudwatch/eventRule:EventRule').map(({ name }) => name)).toEqual(
      CODES.map((code) => `findings-${code}-failures`),
    )
  })

  it('reports failures in every region that no alarm covers', () => {
    for (const code of CODES) {
      const { inputs } = run.named('aws:cloudwatch/eventRule:EventRule', `findings-${code}-failures`)
      const kinds: { source: string[] }[] = JSON.parse(inputs.eventPattern).$or
      expect(kinds.flatMap(({ source }) => source)).toEqual([
        'aws.rds',
        'aws.backup',
        'aws.ecs',
        'aws.health',
        'aws.securityhub',
        'aws.secretsmanager',
      ])
      const target = run.named('aws:cloudwatch/eventTarget:EventTarget', `findings-${code}-failures`)
      expect(target.inputs.arn).toContain(`${code}-alarms-notices`)
    }
  })

  it('has Config record in every region before rules run, and checks global resources once', () => {
    const rules = run.ofType('aws:cfg/rule:Rule')
    for (const code of CODES) {
      const ofRegion = rules.filter(({ region }) => region === code)
      expect(ofRegion).toHaveLength(code === 'use1' ? 5 : 3)
      for (const { dependencies } of ofRegion) expect(dependencies).toContain(`audit-${code}`)
    }
    const recorders = run.ofType('aws:cfg/recorder:Recorder')
    expect(recorders.map(({ inputs }) => inputs.recordingGroup.includeGlobalResourceTypes)).toEqual([
      true,
      false,
      false,
    ])
  })

  it('has GuardDuty, Access Analyzer and AWS’s own security standard on in every region', () => {
    for (const type of [
      'aws:guardduty/detector:Detector',
      'aws:accessanalyzer/analyzer:Analyzer',
      'aws:securityhub/standardsSubscription:StandardsSubscription',
    ])
      expect(run.ofType(type).map(({ region }) => region)).toEqual(CODES)
  })

  it('is left unchanged by a proof of concept, which shares it with others', () => {
    const services =
      /^aws:(cloudtrail|cfg|guardduty|accessanalyzer|securityhub|backup)\/|AccountPublicAccessBlock|OpenIdConnect/
    expect(poc.resources.filter(({ type }) => services.test(type))).toEqual([])
  })
})

describe('recovery points', () => {
  it('are created for Aurora in every region, which a new account has to enable', () => {
    const settings = run.ofType('aws:backup/regionSettings:RegionSettings')
    expect(settings.map(({ region }) => region)).toEqual(CODES)
    for (const { inputs } of settings) expect(inputs.resourceTypeOptInPreference).toEqual({ Aurora: true })
  })

  it('are kept as long as the database’s own backups, in a locked vault of every region', () => {
    for (const code of CODES) {
      const lock = run.named('aws:backup/vaultLockConfiguration:VaultLockConfiguration', `${code}-backup`)
      expect(lock.inputs.minRetentionDays).toBe(35)
      const [rule] = run.named('aws:backup/plan:Plan', `${code}-backup`).inputs.rules
      expect(rule).toMatchObject({ enableContinuousBackup: true, lifecycle: { deleteAfter: 35 } })
      const cluster = run.named('aws:rds/cluster:Cluster', `database-${code}`)
      expect(cluster.inputs.backupRetentionPeriod).toBe(35)
    }
  })

  it('are copied to a second account where one is named, within their own region', () => {
    const plans = run.ofType('aws:backup/plan:Plan')
    expect(plans.map(({ inputs }) => inputs.rules[0].copyActions[0].destinationVaultArn)).toEqual(
      REGION_IDS.map((region) => `arn:aws:backup:${region}:123456789012:backup-vault:meridian-copies`),
    )
  })
})

describe('the data key', () => {
  const COPY_ACCOUNT = 'arn:aws:iam::123456789012:root'
  const ofOthers = (of: typeof run, code: string): readonly Statement[] =>
    JSON.parse(of.named('aws:kms/key:Key', `${code}-keys-data`).inputs.policy).Statement.filter(
      ({ Principal }: Statement) => Principal?.AWS === COPY_ACCOUNT,
    )

  it('lets the copy account read what it copies, through AWS Backup and RDS alone', () => {
    for (const region of REGION_IDS) {
      const through = {
        'kms:CallerAccount': '123456789012',
        'kms:ViaService': [`backup.${region}.amazonaws.com`, `rds.${region}.amazonaws.com`],
      }
      expect(ofOthers(run, REGIONS[region].code)).toMatchObject([
        {
          Action: expect.arrayContaining(['kms:Decrypt', 'kms:DescribeKey', 'kms:ReEncrypt*']),
          Condition: { StringEquals: through },
        },
        {
          Action: ['kms:CreateGrant'],
          Condition: { StringEquals: through, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ])
    }
  })

  it('trusts no other account where no copy is made', () => {
    for (const code of CODES) {
      const { policy } = withProvider.named('aws:kms/key:Key', `${code}-keys-data`).inputs
      const principals = JSON.parse(policy).Statement.map(({ Principal }: Statement) => Principal?.AWS)
      expect(new Set(principals)).toEqual(new Set(['arn:aws:iam::000000000000:root']))
    }
  })
})

describe('the pipeline', () => {
  const policyOf = (name: string): readonly Statement[] =>
    JSON.parse(run.named('aws:iam/rolePolicy:RolePolicy', name).inputs.policy).Statement
  const statement = (name: string, sid: string) => policyOf(name).find(({ Sid }) => Sid === sid)
  const trust = (name: string) =>
    JSON.parse(run.named('aws:iam/role:Role', name).inputs.assumeRolePolicy).Statement[0].Condition
      .StringEquals
  const AUDIENCE = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' }
  const subject = (of: string) => ({
    ...AUDIENCE,
    'token.actions.githubusercontent.com:sub': `repo:meridian-motors/meridian:${of}`,
  })

  it('previews in one environment and deploys in another, which people approve', () => {
    expect(trust('deployment-preview')).toEqual(subject('environment:preview'))
    expect(trust('deployment-apply')).toEqual(subject('environment:production'))
  })

  it('creates roles inside the boundary only, and cannot change its own', () => {
    const { Statement } = JSON.parse(
      run.named('aws:iam/rolePolicy:RolePolicy', 'deployment-apply').inputs.policy,
    )
    const bySid = Object.fromEntries(Statement.map((each: { Sid: string }) => [each.Sid, each]))
    expect(bySid.MakeRolesInsideTheBoundary.Condition.StringEquals['iam:PermissionsBoundary']).toBe(
      'arn:aws:iam:us-east-1:000000000000:boundary',
    )
    expect(bySid.ChangeNothingUnbounded).toMatchObject({ Effect: 'Deny' })
    expect(bySid.ChangeNothingUnbounded.Resource).toContain(
      'arn:aws:iam::000000000000:role/meridian-deployment-*',
    )
    expect(bySid.HandRolesToServices.Condition.StringEquals['iam:PassedToService']).toContain(
      'ecs-tasks.amazonaws.com',
    )
  })

  it('may pass roles to every service that one of the program’s roles trusts', () => {
    const handsTo = statement('deployment-apply', 'HandRolesToServices')?.Condition?.StringEquals
    const trusted = [run, poc].flatMap((each) =>
      each
        .ofType('aws:iam/role:Role')
        .flatMap(({ inputs }) => JSON.parse(inputs.assumeRolePolicy).Statement)
        .flatMap(({ Principal }) => Principal.Service ?? []),
    )
    expect(trusted).toContain('events.amazonaws.com')
    expect(handsTo?.['iam:PassedToService']).toEqual(expect.arrayContaining(trusted))
  })

  it('reads in a preview the passwords that the program generates, and none that is in use', () => {
    expect(policyOf('deployment-preview')).toMatchObject([
      { Effect: 'Allow', Action: ['secretsmanager:GetRandomPassword'] },
      { Effect: 'Deny', Action: expect.arrayContaining(['secretsmanager:GetSecretValue']) },
    ])
  })

  it('starts inside a bootstrap boundary that accepts the program’s boundary', () => {
    const text = readFileSync(new URL('../../../docs/bootstrap/boundary.json', import.meta.url), 'utf8')
    const held = (JSON.parse(text).Statement as Statement[]).find(
      ({ Sid }) => Sid === 'NoRoleOutsideOfABoundary',
    )
    const { name } = run.named('aws:iam/policy:Policy', 'boundary').inputs
    expect(held?.Condition?.StringNotEquals?.['iam:PermissionsBoundary']).toContain(
      `arn:aws:iam::ACCOUNT:policy/${name}`,
    )
  })

  it('uses the account’s provider, or creates a missing one', () => {
    const PROVIDER = 'aws:iam/openIdConnectProvider:OpenIdConnectProvider'
    expect(run.ofType(PROVIDER)).toEqual([])
    const { assumeRolePolicy } = run.named('aws:iam/role:Role', 'deployment-apply').inputs
    expect(JSON.parse(assumeRolePolicy).Statement[0].Principal.Federated).toBe(
      'arn:aws:iam::000000000000:oidc-provider/token.actions.githubusercontent.com',
    )
    expect(withProvider.ofType(PROVIDER).map(({ inputs }) => inputs.clientIdLists)).toEqual([
      ['sts.amazonaws.com'],
    ])
  })

  it('grants rights to bounded roles only', () => {
    const { Statement } = JSON.parse(
      run.named('aws:iam/rolePolicy:RolePolicy', 'deployment-apply').inputs.policy,
    )
    const givers = Statement.filter(
      ({ Effect, Action }: { Effect: string; Action: string[] }) =>
        Effect === 'Allow' && Action.some((each) => /:(Put|Attach)RolePolicy$/.test(each)),
    )
    expect(givers).toHaveLength(1)
    expect(Object.keys(givers[0].Condition.StringEquals)).toEqual(['iam:PermissionsBoundary'])
  })
})

describe('the network', () => {
  it('logs rejected traffic in a proof of concept, and all traffic in production', () => {
    const traffic = (of: typeof run) =>
      of.ofType('aws:ec2/flowLog:FlowLog').map(({ inputs }) => inputs.trafficType)
    expect(traffic(poc)).toEqual(['REJECT', 'REJECT', 'REJECT'])
    expect(traffic(run)).toEqual(['ALL', 'ALL', 'ALL'])
  })

  it('reaches S3 through a gateway endpoint in every region, from every private subnet', () => {
    const gateways = poc.ofType('aws:ec2/vpcEndpoint:VpcEndpoint')
    expect(gateways.map(({ inputs }) => [inputs.vpcEndpointType, inputs.routeTableIds.length])).toEqual(
      CODES.map(() => ['Gateway', 2]),
    )
  })

  it('has the interface endpoints that the stack names', () => {
    const services = run
      .ofType('aws:ec2/vpcEndpoint:VpcEndpoint')
      .filter(({ region, inputs }) => region === 'apne2' && inputs.vpcEndpointType === 'Interface')
      .map(({ inputs }) => inputs.serviceName.replace('com.amazonaws.ap-northeast-2.', ''))
    expect(services).toEqual(['ecr.api', 'ecr.dkr', 'logs', 'secretsmanager'])
  })

  it('lets only private subnets of all regions reach the database', () => {
    for (const code of CODES) {
      const acl = run.named('aws:ec2/networkAcl:NetworkAcl', `${code}-network-isolated`)
      const ports = acl.inputs.ingress.filter(({ protocol }: AclLine) => protocol === 'tcp')
      expect(new Set(ports.map(({ fromPort }: AclLine) => fromPort))).toEqual(new Set([5432]))
      for (const other of CODES)
        for (const tier of ['public', 'private', 'isolated']) {
          const { cidrBlock } = run.named('aws:ec2/subnet:Subnet', `${other}-network-${tier}-1`).inputs
          const isLetIn = ports.some((line: AclLine) => contains(line.cidrBlock, cidrBlock))
          expect([tier, isLetIn]).toEqual([tier, tier === 'private'])
        }
    }
  })
})
