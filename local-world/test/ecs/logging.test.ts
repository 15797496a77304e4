import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { expect, it, onTestFinished } from 'vitest'
import { createJournal } from '../../src/kernel/journal.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'
import { startService } from './service-fixture.ts'

const awslogs = (group: string) => ({
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': group, 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'site' },
  },
})

// INV-LOGS-5
it('(logs 5) a task writes to the stream that its log driver creates', async () => {
  const { ecs, logs, running, world } = await startService({ container: awslogs('/ecs/web') })
  await ecs.untilSteady()
  const endpoint = await startControlEndpoint([logs.control as WireService], createJournal(world.clock), OPEN)
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoint[Symbol.asyncDispose]()
  })
  const [task] = running()
  if (!task) throw new Error('a steady service has no running task')
  const read = () =>
    client.send(
      new FilterLogEventsCommand({ logGroupName: '/ecs/web', logStreamNames: [`site/web/${task.id}`] }),
    )
  await expect.poll(async () => (await read()).events?.length).toBeGreaterThan(0)
})

// INV-LOGS-5
it('(logs 5) a missing log group keeps the task from starting', async () => {
  const { ecs } = await startService({ container: awslogs('/ecs/none'), service: { desiredCount: 1 } })
  await expect
    .poll(() => ecs.tasks().find(({ lastStatus }) => lastStatus === 'STOPPED'))
    .toMatchObject({
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining('The specified log group does not exist'),
    })
})
