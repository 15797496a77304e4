import { describe, expect, it } from 'vitest'
import { describeService, type ServiceProgramOptions } from '../../../../test/ecs/service-fixture.ts'
import { imagesFrom } from '../engine/images.ts'
import { planEcs } from './plan.ts'

const plan = (options: ServiceProgramOptions = {}) => planEcs(describeService(options).graph)

describe('planEcs', () => {
  it('reads a service with its task definition, network and targets', () => {
    const [service] = plan().services
    expect(service).toMatchObject({
      arn: 'arn:aws:ecs:us-east-1:000000000000:service/main/web',
      desiredCount: 2,
      minimumHealthyPercent: 100,
      maximumPercent: 200,
      cluster: { name: 'main' },
      taskDefinition: { arn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1' },
      loadBalancers: [{ containerName: 'web', containerPort: 3000 }],
    })
  })

  it('reads which share of the tasks runs on Spot, and the alarms of its deployments', () => {
    const shares = [
      { capacityProvider: 'FARGATE', base: 2, weight: 30 },
      { capacityProvider: 'FARGATE_SPOT', weight: 70 },
    ]
    const alarms = { alarmNames: ['errors'], enable: true, rollback: true }
    expect(plan({ service: { capacityProviderStrategies: shares, alarms } }).services[0]).toMatchObject({
      capacity: [shares[0], { capacityProvider: 'FARGATE_SPOT', base: 0, weight: 70 }],
      deploymentAlarms: ['errors'],
    })
  })

  it.each<[string, ServiceProgramOptions, RegExp]>([
    [
      'an unknown task definition',
      { service: { taskDefinition: 'api:3' } },
      /called "api:3"; the program has arn:/,
    ],
    ['an unknown cluster', { service: { cluster: 'other' } }, /cluster "other", which is not in the program/],
    [
      'a port that the container does not have',
      { service: { loadBalancers: [{ targetGroupArn: 'x', containerName: 'web', containerPort: 8080 }] } },
      /port 8080, which task definition "web" does not have \(it has web: 3000\)/,
    ],
    ['no essential container', { container: { essential: false } }, /none is essential/],
    ['a stop time-out over 120 s', { container: { stopTimeout: 121 } }, /at most 120/],
    [
      'another deployment controller',
      { service: { deploymentController: { type: 'CODE_DEPLOY' } } },
      /controller "CODE_DEPLOY"/,
    ],
    [
      'a launch type beside capacity providers',
      { service: { launchType: 'FARGATE', capacityProviderStrategies: [{ capacityProvider: 'FARGATE' }] } },
      /ECS takes one of them/,
    ],
    [
      'a base on two capacity providers',
      {
        service: {
          capacityProviderStrategies: [
            { capacityProvider: 'FARGATE', base: 2, weight: 1 },
            { capacityProvider: 'FARGATE_SPOT', base: 1, weight: 1 },
          ],
        },
      },
      /base on more than one/,
    ],
    [
      'capacity that Fargate does not have',
      { service: { capacityProviderStrategies: [{ capacityProvider: 'my-instances', weight: 1 }] } },
      /"my-instances"; Fargate has FARGATE and FARGATE_SPOT/,
    ],
  ])('refuses %s', (_what, options, message) => {
    expect(() => plan(options)).toThrow(message)
  })
})

describe('an image', () => {
  it.each([
    [
      '000000000000.dkr.ecr.us-east-1.amazonaws.com/meridian/marketing-api:1.2',
      { kind: 'node program', command: ['services/marketing-api/dist/server.mjs'] },
    ],
    ['meridian/frontend@sha256:0', { kind: 'node program', command: ['services/frontend/dist/server.mjs'] }],
    ['000000000000.dkr.ecr.us-east-1.amazonaws.com/meridian/xray-daemon@sha256:0', { kind: 'x-ray daemon' }],
  ])('%s runs from the checkout', (image, body) => {
    expect(imagesFrom()(image)).toEqual(body)
  })

  it('runs from the folder that is configured for it', () => {
    const images = imagesFrom({ frontend: '/images/frontend/app' })
    expect(images('meridian/frontend:1')).toMatchObject({ folder: '/images/frontend/app' })
    expect(images('meridian/marketing-api:1')).not.toHaveProperty('folder')
  })

  it('with a digest of all zeros cannot be pulled', () => {
    expect(() => imagesFrom()(`meridian/frontend@sha256:${'0'.repeat(64)}`)).toThrow(
      /CannotPullContainerError/,
    )
  })

  it('without a counterpart in the checkout is refused by name', () => {
    expect(() => imagesFrom()('nginx:latest')).toThrow(/"nginx:latest"; known are the repositories meridian/)
  })
})
