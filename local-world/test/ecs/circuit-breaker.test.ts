import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { eventually } from '../support/conditions.ts'
import { OPEN } from '../support/test-trust.ts'
import { startService } from './service-fixture.ts'

async function startWithClient(circuitBreaker: Readonly<Record<string, boolean>>) {
  const service = await startService({ service: { deploymentCircuitBreaker: circuitBreaker } })
  const endpoint = await startControlEndpoint(
    [service.ecs.control].flatMap((control) => control ?? []),
    service.world.journal,
    OPEN,
  )
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  const client = new ECSClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
  })
  onTestFinished(() => client.destroy())
  await service.ecs.untilSteady()
  const describeWeb = async () => {
    const { services } = await client.send(
      new DescribeServicesCommand({ cluster: 'main', services: ['web'] }),
    )
    return services?.[0]
  }
  /** Deploys the running revision with other variables. */
  const deploy = async (variables: Readonly<Record<string, string>>) => {
    const { taskDefinition } = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    const [web] = taskDefinition?.containerDefinitions ?? []
    const environment = Object.entries(variables).map(([name, value]) => ({ name, value }))
    const registered = await client.send(
      new RegisterTaskDefinitionCommand({
        family: 'web',
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ ...web, environment }],
      }),
    )
    const revision = registered.taskDefinition?.taskDefinitionArn ?? ''
    await client.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: revision }))
    return revision
  }
  return { ...service, describeWeb, deploy }
}

const BAD = { PORT: 'none' }
const GOOD = { PORT: '3000', COLOUR: 'green' }

describe('the deployment circuit breaker', () => {
  // INV-ECS-6
  it('(45) rolls back to the last completed deployment after three failed tasks, while requests succeed', async () => {
    const { describeWeb, deploy, get, ecs } = await startWithClient({ enable: true, rollback: true })
    const good = await deploy(GOOD)
    await eventually(
      'the good revision is rolled out',
      async () => (await describeWeb())?.deployments?.[0]?.rolloutState === 'COMPLETED',
    )
    const bad = await deploy(BAD)
    const seen = await eventually(
      'the rollback',
      async () => {
        expect((await get('/')).status).toBe(200)
        return describeWeb()
      },
      (service) => service?.events?.some(({ message = '' }) => message.includes('rolling back')) ?? false,
    )
    const messages = (seen?.events ?? []).map(({ message = '' }) => message.replaceAll(/ecs-svc\/\d+/g, 'ID'))
    expect(messages).toContain('(service web) (deployment ID) deployment failed: tasks failed to start.')
    const rolledBack = await eventually(
      'a steady service',
      describeWeb,
      (service) => service?.deployments?.[0]?.rolloutState === 'COMPLETED',
    )
    expect(rolledBack?.taskDefinition).toBe(good)
    expect(rolledBack?.deployments?.map(({ taskDefinition }) => taskDefinition)).not.toContain(bad)
    const { env } = (await (await get('/')).json()) as { env: { COLOUR: string } }
    expect(env.COLOUR).toBe('green')
    expect(ecs.services()[0]).toMatchObject({ isSteady: true, runningCount: 2 })
  })

  it('(45) without rollback keeps the failed deployment and starts no more of its tasks', async () => {
    const { describeWeb, deploy, ecs } = await startWithClient({ enable: true, rollback: false })
    const bad = await deploy(BAD)
    const failed = await eventually(
      'the failure',
      describeWeb,
      (service) => service?.deployments?.[0]?.rolloutState === 'FAILED',
    )
    expect(failed?.deployments?.[0]).toMatchObject({
      status: 'PRIMARY',
      taskDefinition: bad,
      failedTasks: 3,
      rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    })
    await eventually('only the old tasks are left', () => ecs.services()[0]?.runningCount === 2)
    const started = ecs.tasks().length
    expect(ecs.tasks()).toHaveLength(started)
    await deploy(GOOD)
    await eventually(
      'another deployment',
      async () => (await describeWeb())?.deployments?.[0]?.rolloutState === 'COMPLETED',
    )
  })
})
