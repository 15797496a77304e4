import { describe, expect, it } from 'vitest'
import { UnexpectedArnError } from '../errors.ts'
import { arnInRegion } from './arns.ts'
import { PARAMETER_FAMILY, promotionTier } from './aurora.ts'
import { mainContainer, xrayContainer } from './containers.ts'
import { geolocationPolicy } from './geolocation.ts'
import { executionPolicy } from './policies.ts'

const LOG = { group: '/ecs/meridian-use1-frontend', region: 'us-east-1' }

describe('arnInRegion', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:meridian/database-AbCdEf'

  it('changes the region and nothing else', () => {
    expect(arnInRegion(arn, 'us-east-1', 'ap-northeast-2')).toBe(
      'arn:aws:secretsmanager:ap-northeast-2:000000000000:secret:meridian/database-AbCdEf',
    )
  })

  it('refuses an ARN of another region', () => {
    expect(() => arnInRegion(arn, 'us-west-2', 'us-east-1')).toThrow(UnexpectedArnError)
  })
})

describe('aurora', () => {
  it('uses the parameters of its major version', () => {
    expect(PARAMETER_FAMILY).toBe('aurora-postgresql17')
  })

  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [14, 1],
  ])('puts instance %i in promotion tier %i, where it scales with the writer', (index, tier) => {
    expect(promotionTier(index)).toBe(tier)
  })
})

describe('geolocationPolicy', () => {
  it.each([
    [{ continent: 'AS' }, { continent: 'AS' }],
    [{ country: '*' }, { country: '*' }],
    [
      { country: 'US', subdivision: 'CA' },
      { country: 'US', subdivision: 'CA' },
    ],
  ] as const)('of %j is %j', (match, policy) => {
    expect(geolocationPolicy(match)).toEqual(policy)
  })
})

describe('containers', () => {
  const container = {
    name: 'frontend',
    image: 'registry/frontend:1',
    environment: { PORT: '3000', HOST: '0.0.0.0' },
    secrets: {},
    port: 3000,
    log: LOG,
  }

  it('list their environment in one order, whatever order it was given in', () => {
    const reversed = { ...container, environment: { HOST: '0.0.0.0', PORT: '3000' } }
    expect(JSON.stringify(mainContainer(container))).toBe(JSON.stringify(mainContainer(reversed)))
  })

  it("leave the image's own command unless given another", () => {
    expect(mainContainer(container)).not.toHaveProperty('command')
    expect(mainContainer({ ...container, command: ['x.ts'] }).command).toEqual(['x.ts'])
  })

  it('never write to their own file system', () => {
    expect(
      [mainContainer(container), xrayContainer('xray-daemon', LOG)].map((one) => one.readonlyRootFilesystem),
    ).toEqual([true, true])
  })
})

describe('executionPolicy', () => {
  const task = {
    region: 'us-east-1',
    repositoryArns: ['arn:repository'],
    logGroupArn: 'arn:log',
    secretArns: [],
    secretsKeyArn: 'arn:key',
  }

  it('mentions secrets only when the task has some', () => {
    const sids = (policy: ReturnType<typeof executionPolicy>) => policy.Statement.map(({ Sid }) => Sid)
    expect(sids(executionPolicy(task))).not.toContain('ReadSecrets')
    expect(sids(executionPolicy({ ...task, secretArns: ['arn:secret'] }))).toContain('ReadSecrets')
  })
})
