import { describe, expect, it } from 'vitest'
import { botocoreModel } from './botocore-model.ts'
import { sdkModel } from './sdk-model.ts'
import type { ModelSource, Shape } from './shape.ts'
import { validate } from './validate.ts'

const botocore = botocoreModel()
/** botocore needs Python; machines without it have the SDK's declarations. */
const describeWithBotocore = botocore
  ? describe
  : (title: string, tests: () => void) => describe.skip(`${title} (python3 has no botocore here)`, tests)

function request(source: ModelSource | undefined, service: string, operation: string): Shape {
  const shape = source?.request(service, operation)
  if (!shape) throw new Error(`${source?.name} has no ${service} ${operation}`)
  return shape
}

function breaches(shape: Shape, value: unknown): readonly string[] {
  return validate(shape, value).violations.map(({ breach, path }) => `${breach} ${path}`)
}

describe('the SDK’s declarations', () => {
  const sdk = sdkModel()
  const check = (values: object) =>
    breaches(request(sdk, 'route53', 'CreateHealthCheck'), {
      HealthCheckConfig: { type: 'HTTPS', fqdn: 'x', ...values },
    })

  it('know the members of a request, whatever their case', () => {
    const validated = validate(request(sdk, 'rds', 'CreateDBCluster'), {
      dbClusterIdentifier: 'one',
      engine: 'aurora-postgresql',
      vpcSecurityGroupIds: ['sg-1'],
      skipFinalSnapshot: true,
    })
    expect([validated.violations, validated.unmatched]).toEqual([[], ['skipFinalSnapshot']])
    expect(validated.checked).toBe(4)
  })

  it('know the values of an enumeration', () => {
    expect(check({})).toEqual([])
    expect(check({ type: 'HTTP2' })).toEqual(['enumeration HealthCheckConfig.Type'])
  })

  it('know which members are required', () => {
    expect(breaches(request(sdk, 'rds', 'CreateDBCluster'), { engine: 'aurora-postgresql' })).toEqual([
      'required DBClusterIdentifier',
    ])
  })

  it('accept tags as pairs, CloudFront’s lists as items, and JSON by its content', () => {
    expect(
      breaches(request(sdk, 'rds', 'CreateGlobalCluster'), {
        globalClusterIdentifier: 'all',
        tags: { Name: 'one' },
      }),
    ).toEqual([])
    expect(
      breaches(request(sdk, 'ecs', 'RegisterTaskDefinition'), {
        family: 'api',
        containerDefinitions: JSON.stringify([
          { name: 'api', portMappings: [{ containerPort: 80, protocol: 'sctp' }] },
        ]),
      }),
    ).toEqual(['enumeration containerDefinitions[0].portMappings[0].protocol'])
  })

  it('accept a masked secret', () => {
    const values = { dbClusterIdentifier: '[secret]', engine: 'aurora-postgresql' }
    expect(validate(request(sdk, 'rds', 'CreateDBCluster'), values)).toMatchObject({
      violations: [],
      checked: 1,
    })
  })

  it('have no request for a service whose package is not installed', () => {
    expect(sdk.request('kms', 'CreateKey')).toBeUndefined()
  })
})

describeWithBotocore('botocore’s models', () => {
  it('also know lengths, patterns and ranges', () => {
    const role = request(botocore, 'iam', 'CreateRole')
    const named = (RoleName: string) => breaches(role, { RoleName, AssumeRolePolicyDocument: '{}' })
    expect(named('meridian-task')).toEqual([])
    expect(named('a'.repeat(65))).toEqual(['length RoleName'])
    expect(named('with space')).toEqual(['pattern RoleName'])
    const group = request(botocore, 'elbv2', 'CreateTargetGroup')
    expect(breaches(group, { Name: 'one', Port: 70_000 })).toEqual(['range Port'])
  })

  it('refuse an origin group with three members', () => {
    const distribution = request(botocore, 'cloudfront', 'CreateDistribution')
    const members = ['one', 'two', 'three'].map((originId) => ({ originId }))
    const group = { originId: 'group', failoverCriteria: { statusCodes: [500] }, members }
    const validated = validate(distribution, { DistributionConfig: { originGroups: [group] } })
    expect(validated.violations.filter(({ breach }) => breach === 'length')).toMatchObject([
      { path: 'DistributionConfig.OriginGroups[0].Members', seen: '3 items', wanted: 'at most 2' },
    ])
  })

  it('know the operations of a service by its IAM prefix', () => {
    expect(botocore?.operations?.('elasticloadbalancing')?.has('DescribeTargetHealth')).toBe(true)
    expect(botocore?.operations?.('nothing')).toBeUndefined()
  })
})
