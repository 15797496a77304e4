import { neighboursOf, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import { describe, expect, it } from 'vitest'
import { type Registered, runProgram } from './run-program.ts'

interface Container {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly command?: readonly string[]
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
}

interface Condition {
  readonly pathPattern?: { readonly values: readonly string[] }
  readonly httpHeader?: { readonly httpHeaderName: string; readonly values: readonly string[] }
}

const run = await runProgram('poc')
const CODES = REGION_IDS.map((region) => [REGIONS[region].code, region] as const)

describe.each(CODES)('services in %s', (code, region) => {
  it('run two tasks each, replaced without losing one, rolled back when a rollout fails', () => {
    for (const service of ['marketing-api', 'frontend'])
      expect(run.named('aws:ecs/service:Service', `${code}-services-${service}`).inputs).toMatchObject({
        name: service,
        desiredCount: 2,
        launchType: 'FARGATE',
        deploymentMinimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        healthCheckGracePeriodSeconds: 60,
      })
  })

  it('join the target group of their own port once a listener uses it', () => {
    const service = run.named('aws:ecs/service:Service', `${code}-services-marketing-api`)
    expect(service.inputs.loadBalancers).toMatchObject([
      { containerName: 'marketing-api', containerPort: 3001 },
    ])
    expect(service.dependencies).toEqual(
      expect.arrayContaining([`${code}-alb-https`, `${code}-alb-marketing-api`]),
    )
  })

  it('read from the region and write to the global endpoint, and know where else both may be', () => {
    const others = neighboursOf(region)
    const hosts = (regions: readonly RegionId[], kind: string) =>
      regions.map((id) => `meridian-${REGIONS[id].code}.${kind}-abc.${id}.rds.amazonaws.com`).join(',')
    const { DATABASE_SECRET_ARN, ...rest } = environment(main(`${code}-services-marketing-api`))
    expect(DATABASE_SECRET_ARN?.split(':')[3]).toBe(region)
    expect(rest).toEqual({
      DATABASE_NAME: 'marketing',
      DATABASE_OTHER_READER_HOSTS: hosts(others, 'cluster-ro'),
      DATABASE_OTHER_WRITER_HOSTS: hosts([region, ...others], 'cluster'),
      DATABASE_PORT: '5432',
      DATABASE_READER_HOST: `meridian-${code}.cluster-ro-abc.${region}.rds.amazonaws.com`,
      DATABASE_WRITER_HOST: 'meridian-global.global-abc.global.rds.amazonaws.com',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'info',
      PORT: '3001',
      TRUSTED_PROXY_HOPS: '2',
    })
  })

  it('take the login from their own region, and never from the environment', () => {
    const container = main(`${code}-services-marketing-api`)
    expect(container.secrets.map(({ name }) => name)).toEqual(['DATABASE_CREDENTIALS'])
    expect(container.secrets[0]?.valueFrom.split(':')[3]).toBe(region)
    const [key, ...more] = main(`${code}-services-frontend`).secrets
    expect(more).toEqual([])
    expect(key?.name).toBe('API_ORIGIN_KEY')
    expect(key?.valueFrom).toMatch(new RegExp(`:${region}:.*:origin-key`))
  })

  it('ask the API of their own region', () => {
    expect(environment(main(`${code}-services-frontend`)).API_ORIGIN).toBe(`https://${code}.meridian.example`)
  })

  it('pull their image from their own region', () => {
    expect(main(`${code}-services-frontend`).image).toBe(
      `000000000000.dkr.ecr.${region}.amazonaws.com/meridian/frontend:latest`,
    )
  })

  it('do not end when the trace daemon does', () => {
    const [, daemon] = containers(`${code}-services-frontend`)
    expect(daemon).toMatchObject({ name: 'xray-daemon', essential: false })
  })

  it('are migrated by the same image with another command', () => {
    const migrate = main(`${code}-services-migrate`)
    expect(migrate.command).toEqual(['services/marketing-api/dist/migrate.mjs'])
    expect(migrate.image).toBe(main(`${code}-services-marketing-api`).image)
  })
})

describe('load balancers', () => {
  const rulesOf = (code: string) =>
    run
      .ofType('aws:lb/listenerRule:ListenerRule')
      .filter(({ region }) => region === code)
      .sort((left, right) => left.inputs.priority - right.inputs.priority)
      .map(({ inputs }) => ({
        paths: inputs.conditions.flatMap((condition: Condition) => condition.pathPattern?.values ?? []),
        key: inputs.conditions.flatMap((condition: Condition) => condition.httpHeader ?? []),
        target: target(inputs.actions),
      }))

  it.each(CODES)(
    'in %s send /api/* to marketing-api and the rest to frontend, when the key is there',
    (code) => {
      const key = [{ httpHeaderName: 'x-meridian-origin-key', values: ['drawn-by-aws'] }]
      expect(rulesOf(code)).toEqual([
        { paths: ['/api/health/ready'], key: [], target: `${code}-alb-marketing-api` },
        { paths: ['/api/*'], key, target: `${code}-alb-marketing-api` },
        { paths: [], key, target: `${code}-alb-frontend` },
      ])
    },
  )

  it('take the key before the present one as well, so that a rotation refuses no request', async () => {
    const rotated = await runProgram('poc', { 'meridian:originKeyGeneration': '2' })
    const { inputs } = rotated.named('aws:lb/listenerRule:ListenerRule', 'use1-alb-frontend')
    expect(inputs.conditions[0].httpHeader.values).toHaveLength(2)
    const versions = rotated.ofType('aws:secretsmanager/secretVersion:SecretVersion')
    expect(versions.map(({ name }) => name).filter((name) => name.startsWith('origin-key'))).toEqual([
      'origin-key-1',
      'origin-key-2',
    ])
  })

  it('speak TLS 1.2 and 1.3 alone, and answer 403 to everybody else', () => {
    const listeners = run.ofType('aws:lb/listener:Listener')
    expect(listeners).toHaveLength(3)
    for (const { inputs, region } of listeners) {
      expect(inputs).toMatchObject({
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        defaultActions: [{ type: 'fixed-response', fixedResponse: { statusCode: '403' } }],
      })
      expect(inputs.certificateArn).toContain(`certificates-${region}`)
    }
  })

  it('write access logs to a bucket that cannot be read from outside', () => {
    for (const { inputs, region } of run.ofType('aws:lb/loadBalancer:LoadBalancer')) {
      expect(inputs.accessLogs).toMatchObject({ enabled: true, bucket: `${region}-access-logs-id` })
      expect(
        run.named('aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', `${region}-access-logs`).inputs,
      ).toMatchObject({ blockPublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true })
    }
  })

  it('look at liveness alone, so that a switchover replaces no task', () => {
    for (const { inputs } of run.ofType('aws:lb/targetGroup:TargetGroup'))
      expect(inputs).toMatchObject({
        targetType: 'ip',
        deregistrationDelay: 30,
        healthCheck: { path: '/health/live', interval: 10 },
      })
  })

  const target = (actions: { targetGroupArn: string }[]) => actions[0]?.targetGroupArn.split(':').at(-1)
})

describe('roles', () => {
  it('of services are assumed by tasks alone', () => {
    for (const { inputs } of ofServices('aws:iam/role:Role'))
      expect(JSON.parse(inputs.assumeRolePolicy).Statement[0].Principal).toEqual({
        Service: 'ecs-tasks.amazonaws.com',
      })
  })

  it('name what they may touch, but for the actions that take no resource', () => {
    const wide = ofServices('aws:iam/rolePolicy:RolePolicy')
      .flatMap(statements)
      .filter(({ Resource }) => Resource.includes('*'))
      .flatMap(({ Action }) => Action)
    expect([...new Set(wide)].filter((action) => !action.startsWith('xray:'))).toEqual([
      'ecr:GetAuthorizationToken',
    ])
  })

  it('let only those read the login that need it', () => {
    const readers = run
      .ofType('aws:iam/rolePolicy:RolePolicy')
      .filter((policy) =>
        statements(policy).some(
          ({ Sid, Resource }) =>
            Sid === 'ReadSecrets' && Resource.some((arn) => arn.includes(':database-secret')),
        ),
      )
    expect(readers.map(({ name }) => name).sort()).toEqual(
      CODES.flatMap(([code]) => [
        `${code}-services-marketing-api-execution`,
        // The task role, too: a running task reads the login again after a rotation.
        `${code}-services-marketing-api-task`,
        `${code}-services-migrate-execution`,
      ]).sort(),
    )
  })

  function ofServices(type: string): readonly Registered[] {
    return run.ofType(type).filter(({ name }) => /^\w+-services-/.test(name))
  }

  function statements({ inputs }: Registered): { Sid: string; Action: string[]; Resource: string[] }[] {
    return JSON.parse(inputs.policy).Statement
  }
})

function containers(definition: string): readonly Container[] {
  return JSON.parse(
    run.named('aws:ecs/taskDefinition:TaskDefinition', definition).inputs.containerDefinitions,
  )
}

function main(definition: string): Container {
  return containers(definition)[0] as Container
}

function environment(container: Container): Record<string, string> {
  return Object.fromEntries(container.environment.map(({ name, value }) => [name, value]))
}
