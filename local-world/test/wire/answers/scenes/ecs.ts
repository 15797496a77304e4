import type { Task } from '@aws-sdk/client-ecs'
import { TYPES } from '../../../../src/modules/ecs/resources.ts'
import { startService } from '../../../ecs/service-fixture.ts'
import { eventually } from '../../../support/conditions.ts'
import type { Scene } from '../scene.ts'

/** A service with a running task, and tasks that were run by themselves. */
export async function ecs(): Promise<Scene> {
  const { ecs: running, network } = await startService({
    service: { desiredCount: 1 },
    more: (program) => {
      const other = program.add(TYPES.cluster, 'other', { name: 'other' })
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
        networkConfiguration: { awsvpcConfiguration: { subnets: network.subnetIds } },
      })
      await call('RunTask', {
        cluster: 'none-of-these',
        taskDefinition: 'job',
        networkConfiguration: { awsvpcConfiguration: { subnets: network.subnetIds } },
      }).catch(() => {})
      const stateOf = async (taskArn: string): Promise<Task> =>
        (await call('DescribeTasks', { cluster: 'main', tasks: [taskArn, 'a'.repeat(32)] })).tasks[0]
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
      await call('DescribeClusters', { clusters: ['main', 'none'] })
      await call('DescribeServices', { cluster: 'main', services: ['web', 'other'] })
      await call('DescribeTaskDefinition', { taskDefinition: 'web' })
      await call('ListTaskDefinitions')
      await call('RegisterTaskDefinition', {
        family: 'job',
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        requiresCompatibilities: ['FARGATE'],
        containerDefinitions: [{ name: 'job', image: 'example.com/job:1' }],
      })
      await call('DeregisterTaskDefinition', { taskDefinition: 'job:2' })
      await call('DescribeTaskDefinition', { taskDefinition: 'job:2' })
      await call('UpdateService', { cluster: 'main', service: 'web', forceNewDeployment: true })
      await call('StopTask', { cluster: 'main', task: taskArns[0], reason: 'enough' })
      await stateOf(taskArns[0])
      await call('ListTasks', { cluster: 'main', desiredStatus: 'STOPPED' })
      await call('ListServices', { cluster: 'other' })
    },
  }
}
