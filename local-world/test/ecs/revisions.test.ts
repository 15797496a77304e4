import {
  DeregisterTaskDefinitionCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { eventually } from '../support/conditions.ts'
import { OPEN } from '../support/test-trust.ts'
import { startService } from './service-fixture.ts'

async function startWithClient() {
  const service = await startService()
  const { control } = service.ecs
  const endpoint = await startControlEndpoint(control ? [control] : [], service.world.journal, OPEN, 0)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  const client = new ECSClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
  })
  onTestFinished(() => client.destroy())
  await service.ecs.untilSteady()
  return { ...service, client }
}

/** Registers the newest revision of `web` with another colour, as a pipeline would. */
async function nextRevision(client: ECSClient, changes: Partial<RegisterTaskDefinitionCommandInput> = {}) {
  const { taskDefinition = {} } = await client.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }),
  )
  const { family, networkMode, cpu, memory, containerDefinitions = [] } = taskDefinition
  const [web = {}] = containerDefinitions
  const environment = [...(web.environment ?? []), { name: 'COLOUR', value: 'green' }]
  const registered = await client.send(
    new RegisterTaskDefinitionCommand({
      family,
      networkMode,
      cpu,
      memory,
      containerDefinitions: [{ ...web, environment }],
      ...changes,
    }),
  )
  return registered.taskDefinition?.taskDefinitionArn ?? ''
}

describe('revisions of a task definition, through the AWS SDK', () => {
  it('are numbered per family, described in full, and listed while active', async () => {
    const { client } = await startWithClient()
    const arn = await nextRevision(client)
    expect(arn).toBe('arn:aws:ecs:us-east-1:000000000000:task-definition/web:2')
    const described = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'web' }))
    expect(described.taskDefinition).toMatchObject({
      taskDefinitionArn: arn,
      revision: 2,
      status: 'ACTIVE',
      cpu: '256',
      networkMode: 'awsvpc',
      containerDefinitions: [{ name: 'web', stopTimeout: 2, portMappings: [{ containerPort: 3000 }] }],
    })
    await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: 'web:2' }))
    const { taskDefinitionArns } = await client.send(new ListTaskDefinitionsCommand({ familyPrefix: 'web' }))
    expect(taskDefinitionArns).toEqual(['arn:aws:ecs:us-east-1:000000000000:task-definition/web:1'])
    const update = client.send(
      new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition: arn }),
    )
    await expect(update).rejects.toMatchObject({ message: 'TaskDefinition is inactive' })
    expect(await nextRevision(client)).toContain('web:3')
  })

  it('replace a service’s tasks within its bounds, showing both deployments meanwhile', async () => {
    const { client, ecs, get } = await startWithClient()
    const taskDefinition = await nextRevision(client)
    const update = { cluster: 'main', service: 'web', taskDefinition }
    const { service } = await client.send(new UpdateServiceCommand(update))
    expect(service).toMatchObject({
      taskDefinition,
      deployments: [
        { status: 'PRIMARY', taskDefinition, rolloutState: 'IN_PROGRESS' },
        { status: 'ACTIVE', desiredCount: 0, runningCount: 2 },
      ],
    })
    await ecs.untilSteady()
    const { env } = (await (await get('/')).json()) as { env: Record<string, string> }
    expect(env.COLOUR).toBe('green')
    const described = await client.send(new DescribeServicesCommand({ cluster: 'main', services: ['web'] }))
    expect(described.services?.[0]?.deployments).toMatchObject([{ rolloutState: 'COMPLETED' }])
    const again = await client.send(new UpdateServiceCommand(update))
    expect(again.service?.deployments).toMatchObject([{ rolloutState: 'COMPLETED' }])
  })

  it('that cannot run are refused, each with ECS’s error', async () => {
    const { client } = await startWithClient()
    await expect(nextRevision(client, { networkMode: 'bridge' })).rejects.toMatchObject({
      name: 'ClientException',
    })
    await expect(nextRevision(client, { family: 'a b' })).rejects.toMatchObject({ name: 'ClientException' })
    await expect(
      client.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'none' })),
    ).rejects.toMatchObject({ message: 'Unable to describe task definition.' })
  })

  it('whose container exits at once never replace the running tasks', async () => {
    const { client, ecs, get } = await startWithClient()
    const taskDefinition = await nextRevision(client, {
      containerDefinitions: [
        {
          name: 'web',
          image: 'x',
          command: ['-e', 'process.exit(1)'],
          portMappings: [{ containerPort: 3000 }],
        },
      ],
    })
    await client.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition }))
    await eventually('a task of the new revision to fail', () =>
      ecs.tasks().some((task) => task.taskDefinitionArn === taskDefinition && task.lastStatus === 'STOPPED'),
    )
    expect((await get('/')).status).toBe(200)
    const old = ecs.tasks().filter((task) => task.taskDefinitionArn.endsWith('web:1'))
    expect(old.map(({ lastStatus }) => lastStatus)).toEqual(['RUNNING', 'RUNNING'])
  })
})
