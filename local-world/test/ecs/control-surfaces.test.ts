import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ECSClient,
  ListServicesCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs'
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { eventually } from '../support/conditions.ts'
import { OPEN } from '../support/test-trust.ts'
import { startService } from './service-fixture.ts'

async function startWithClients() {
  const service = await startService()
  const services = [service.ecs, service.elbv2, service.secrets].flatMap(({ control }) => control ?? [])
  const endpoint = await startControlEndpoint(services, service.world.journal, OPEN, 0)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  const options = {
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
  }
  const clients = {
    ecsClient: new ECSClient(options),
    elbClient: new ElasticLoadBalancingV2Client(options),
    secretsClient: new SecretsManagerClient(options),
  }
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy()
  })
  await service.ecs.untilSteady()
  return { ...service, ...clients }
}

describe('the control planes, through the AWS SDK', () => {
  it('list, describe, stop and scale services and tasks', async () => {
    const { ecs, ecsClient } = await startWithClients()
    const { clusters } = await ecsClient.send(new DescribeClustersCommand({ clusters: ['main'] }))
    expect(clusters?.[0]).toMatchObject({ clusterName: 'main', runningTasksCount: 2, activeServicesCount: 1 })
    const { serviceArns } = await ecsClient.send(new ListServicesCommand({ cluster: 'main' }))
    const described = await ecsClient.send(
      new DescribeServicesCommand({ cluster: 'main', services: [...(serviceArns ?? []), 'none'] }),
    )
    expect(described.services?.[0]).toMatchObject({
      serviceName: 'web',
      desiredCount: 2,
      runningCount: 2,
      deployments: [{ rolloutState: 'COMPLETED' }],
    })
    expect(described.services?.[0]?.events?.[0]?.message).toBe('(service web) has reached a steady state.')
    expect(described.failures).toEqual([{ arn: 'none', reason: 'MISSING' }])

    const { taskArns = [] } = await ecsClient.send(
      new ListTasksCommand({ cluster: 'main', serviceName: 'web' }),
    )
    const [task = ''] = taskArns
    await ecsClient.send(new StopTaskCommand({ cluster: 'main', task, reason: 'drill' }))
    const stopped = await eventually(
      'the task to stop',
      async () =>
        (await ecsClient.send(new DescribeTasksCommand({ cluster: 'main', tasks: [task] }))).tasks?.[0],
      (seen) => seen?.lastStatus === 'STOPPED',
    )
    expect(stopped).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'drill' })
    const updated = await ecsClient.send(
      new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: 1 }),
    )
    expect(updated.service?.desiredCount).toBe(1)
    await ecs.untilSteady()
    expect(ecs.services()[0]?.runningCount).toBe(1)
  })

  it('run a standalone task, which exits by itself', async () => {
    const { ecsClient, network } = await startWithClients()
    const awsvpcConfiguration = {
      subnets: [...network.subnetIds],
      securityGroups: [...network.securityGroupIds],
    }
    const started = await ecsClient.send(
      new RunTaskCommand({
        cluster: 'main',
        taskDefinition: 'job',
        startedBy: 'pipeline',
        networkConfiguration: { awsvpcConfiguration },
      }),
    )
    const [task] = started.tasks ?? []
    expect(task).toMatchObject({ startedBy: 'pipeline', group: 'family:job', desiredStatus: 'RUNNING' })
    // ECS lists a task's containers before any of them has started.
    expect(task?.containers).toMatchObject([
      { name: 'job', lastStatus: 'PENDING', containerArn: expect.stringContaining(':container/main/') },
    ])
    const stopped = await eventually(
      'the task to end',
      async () => {
        const tasks = [task?.taskArn ?? '']
        return (await ecsClient.send(new DescribeTasksCommand({ cluster: 'main', tasks }))).tasks?.[0]
      },
      (seen) => seen?.lastStatus === 'STOPPED',
    )
    expect(stopped).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ name: 'job' }] })
    const unknown = new RunTaskCommand({
      cluster: 'main',
      taskDefinition: 'none',
      networkConfiguration: { awsvpcConfiguration },
    })
    await expect(ecsClient.send(unknown)).rejects.toMatchObject({ name: 'ClientException' })
  })

  it('rotate a secret by its labels, as a rotation function does', async () => {
    const { secretsClient } = await startWithClients()
    const before = await secretsClient.send(new GetSecretValueCommand({ SecretId: 'database' }))
    const pending = await secretsClient.send(
      new PutSecretValueCommand({
        SecretId: 'database',
        SecretString: 'next',
        VersionStages: ['AWSPENDING'],
      }),
    )
    const value = async (VersionStage: string) =>
      (await secretsClient.send(new GetSecretValueCommand({ SecretId: 'database', VersionStage })))
        .SecretString
    expect(await value('AWSCURRENT')).toBe(before.SecretString)
    expect(await value('AWSPENDING')).toBe('next')
    const move = {
      SecretId: 'database',
      VersionStage: 'AWSCURRENT',
      MoveToVersionId: pending.VersionId,
    }
    await expect(secretsClient.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
    const finish = { ...move, RemoveFromVersionId: before.VersionId }
    await secretsClient.send(new UpdateSecretVersionStageCommand(finish))
    expect(await value('AWSCURRENT')).toBe('next')
    expect(await value('AWSPREVIOUS')).toBe(before.SecretString)
  })

  it('return ECS errors as the SDK’s classes', async () => {
    const { ecsClient } = await startWithClients()
    const asked = ecsClient.send(new ListServicesCommand({ cluster: 'other' }))
    await expect(asked).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
      message: 'Cluster not found.',
    })
  })

  it('describe load balancers, target groups, rules and health', async () => {
    const { elbClient, targetGroupArn } = await startWithClients()
    const { LoadBalancers } = await elbClient.send(new DescribeLoadBalancersCommand({ Names: ['edge'] }))
    const { LoadBalancerArn, ...loadBalancer } = LoadBalancers?.[0] ?? {}
    expect(loadBalancer).toMatchObject({ State: { Code: 'active' }, Scheme: 'internet-facing' })
    expect(loadBalancer.AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual([
      'us-east-1a',
      'us-east-1b',
    ])
    const { Listeners } = await elbClient.send(new DescribeListenersCommand({ LoadBalancerArn }))
    const { Rules } = await elbClient.send(
      new DescribeRulesCommand({ ListenerArn: Listeners?.[0]?.ListenerArn }),
    )
    expect(Rules?.[0]).toMatchObject({ Priority: 'default', IsDefault: true })
    const { TargetGroups } = await elbClient.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }))
    expect(TargetGroups?.[0]).toMatchObject({ TargetGroupArn: targetGroupArn, Matcher: { HttpCode: '200' } })
    const { TargetHealthDescriptions } = await elbClient.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn }),
    )
    expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual([
      'healthy',
      'healthy',
    ])
    const missing = elbClient.send(new DescribeTargetHealthCommand({ TargetGroupArn: 'none' }))
    await expect(missing).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' })
  })

  it('read and change secrets', async () => {
    const { secretsClient, secretArn } = await startWithClients()
    const { SecretList } = await secretsClient.send(new ListSecretsCommand({}))
    expect(SecretList?.map(({ Name }) => Name)).toEqual(['database'])
    await secretsClient.send(new PutSecretValueCommand({ SecretId: 'database', SecretString: 'second' }))
    const value = await secretsClient.send(new GetSecretValueCommand({ SecretId: secretArn }))
    expect(value).toMatchObject({ SecretString: 'second', VersionStages: ['AWSCURRENT'] })
    const missing = secretsClient.send(new GetSecretValueCommand({ SecretId: 'none' }))
    await expect(missing).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    })
  })
})
