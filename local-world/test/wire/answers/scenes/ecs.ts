import type { Task } from '@aws-sdk/client-ecs'
import { TYPES } from '../../../../src/modules/ecs/resources.ts'
import { startService } from '../../../ecs/service-fixture.ts'
import { eventually } from '../../../support/conditions.ts'
import type { Scene } from '../scene.ts'

/** A service with a running task, and standalone tasks. */
export async function ecs(): Promise<Scene> {
  const { ecs: running, network } = await startService({
    service: {
      desiredCount: 1,
      propagateTags: 'SERVICE',
      capacityProviderStrategies: [{ capacityProvider: 'FARGATE', base: 1, weight: 1 }],
      tags: { project: 'meridian' },
      alarms: { alarmNames: ['errors'], enable: true, rollback: true },
    },
    container: { cpu: 128, memory: 256, memoryReservation: 128 },
    more: (program) => {
      const other = program.add(TYPES.cluster, 'other', {
        name: 'other',
        settings: [{ name: 'containerInsights', value: 'enabled' }],
        tags: { project: 'meridian' },
      })
      const taskDefinition = program.add(TYPES.taskDefinition, 'idle', {
        family: 'idle',
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: JSON.stringify([{ name: 'idle', image: 'example.com/web:1' }]),
      })
      for (const name of ['idle', 'idler'])
        program.add(TYPES.service, name, {
          name,
          cluster: other.id,
          taskDefinition: taskDefinition.outputs.arn,
          desiredCount: 0,
          networkConfiguration: { subnets: ['public-a'] },
        })
    },
  })
  return {
    service: running.control!,
    async play(call) {
      const { tasks: [task] = [] } = await call('RunTask', {
        cluster: 'main',
        taskDefinition: 'job',
        startedBy: 'an operator',
        count: 2,
        tags: [{ key: 'a', value: 'b' }],
        overrides: {
          containerOverrides: [
            {
              name: 'job',
              command: ['local-world/test/fixtures/tasks/job.ts'],
              environment: [{ name: 'A', value: 'b' }],
            },
          ],
        },
        networkConfiguration: { awsvpcConfiguration: { subnets: network.subnetIds } },
      })
      await call('RunTask', {
        cluster: 'none-of-these',
        taskDefinition: 'job',
        networkConfiguration: { awsvpcConfiguration: { subnets: network.subnetIds } },
      }).catch(() => {})
      const stateOf = async (taskArn: string): Promise<Task> =>
        (
          await call('DescribeTasks', {
            cluster: 'main',
            tasks: [taskArn, 'a'.repeat(32)],
            include: ['TAGS'],
          })
        ).tasks[0]
      await eventually(
        'the task’s end',
        () => stateOf(task.taskArn),
        ({ lastStatus }) => lastStatus === 'STOPPED',
      )
      await running.untilSteady()
      await call('ListClusters')
      await call('ListServices', { cluster: 'main' })
      const { taskArns } = await call('ListTasks', { cluster: 'main' })
      await stateOf(taskArns[0])
      await call('DescribeClusters', {
        clusters: ['main', 'other', 'none'],
        include: ['TAGS', 'SETTINGS', 'STATISTICS'],
      })
      await call('DescribeServices', { cluster: 'main', services: ['web', 'other'], include: ['TAGS'] })
      await call('DescribeServices', { cluster: 'other', services: ['idle'] })
      await call('DescribeTaskDefinition', { taskDefinition: 'web', include: ['TAGS'] })
      await call('ListTaskDefinitions')
      await call('RegisterTaskDefinition', {
        family: 'job',
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: 'arn:aws:iam::000000000000:role/execution',
        taskRoleArn: 'arn:aws:iam::000000000000:role/task',
        runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
        containerDefinitions: [
          {
            name: 'job',
            image: 'example.com/job:1',
            command: ['local-world/test/fixtures/tasks/job.ts'],
            portMappings: [{ containerPort: 80, name: 'web' }],
            linuxParameters: { initProcessEnabled: true },
            versionConsistency: 'disabled',
            user: 'nobody',
            readonlyRootFilesystem: true,
            dockerLabels: { a: 'b' },
            ulimits: [{ name: 'nofile', softLimit: 1, hardLimit: 2 }],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': 'a',
                'awslogs-region': 'us-east-1',
                'awslogs-stream-prefix': 'job',
              },
            },
            healthCheck: { command: ['CMD', 'true'], interval: 5, timeout: 2, retries: 3, startPeriod: 1 },
          },
        ],
        tags: [{ key: 'a', value: 'b' }],
      })
      await call('DeregisterTaskDefinition', { taskDefinition: 'job:2' })
      await call('DescribeTaskDefinition', { taskDefinition: 'job:2', include: ['TAGS'] })
      await call('UpdateService', { cluster: 'main', service: 'web', forceNewDeployment: true })
      await call('StopTask', { cluster: 'main', task: taskArns[0], reason: 'enough' })
      await stateOf(taskArns[0])
      await call('ListTasks', { cluster: 'main', desiredStatus: 'STOPPED' })
      await call('ListServices', { cluster: 'other' })
    },
  }
}
