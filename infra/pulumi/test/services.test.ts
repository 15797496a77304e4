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
      expect.arrayContaining([`${code}-alb-http`, `${code}-alb-marketing-api`]),
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
    expect(main(`${code}-services-frontend`).secrets).toEqual([])
  })

  it('ask the API of their own region', () => {
    expect(environment(main(`${code}-services-frontend`)).API_ORIGIN).toBe(
      `http://meridian-${code}-alb-1234567890.${region}.elb.amazonaws.com`,
    )
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
    expect(migrate.command).toEqual(['services/marketing-api/src/migrate.ts'])
    expect(migrate.image).toBe(main(`${code}-services-marketing-api`).image)
  })
})

describe('load balancers', () => {
  it.each(CODES)('in %s send /api/* to marketing-api and the rest to frontend', (code) => {
    const listener = run.named('aws:lb/listener:Listener', `${code}-alb-http`)
    const groups = run.ofType('aws:lb/listenerRule:ListenerRule').filter(({ region }) => region === code)
    expect(target(listener.inputs.defaultActions)).toBe(`${code}-alb-frontend`)
    expect(
      groups.map(({ inputs }) => [inputs.conditions[0].pathPattern.values, target(inputs.actions)]),
    ).toEqual([[['/api/*'], `${code}-alb-marketing-api`]])
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
      .filter((policy) => statements(policy).some(({ Sid }) => Sid === 'ReadSecrets'))
    expect(readers.map(({ name }) => name).sort()).toEqual(
      CODES.flatMap(([code]) => [
        `${code}-services-marketing-api-execution`,
        // Its own role: a running task reads the login again after a rotation.
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
