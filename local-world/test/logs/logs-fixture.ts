import { PassThrough } from 'node:stream'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { RegionId } from '@meridian/topology'
import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { startLogs } from '../../src/modules/logs/engine/start.ts'
import { planLogs } from '../../src/modules/logs/plan/plan.ts'
import { LOG_GROUP_TYPE, logsResources, METRIC_FILTER_TYPE } from '../../src/modules/logs/resources.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { TestProgram } from '../support/program.ts'
import { OPEN } from '../support/test-trust.ts'

export const START_MS = Date.UTC(2026, 11, 1, 9)
export const GROUP = '/ecs/web'

/** Two groups behind a control endpoint, the first with a filter that counts refusals. */
export async function startLogging() {
  const program = new TestProgram(logsResources)
  program.add(LOG_GROUP_TYPE, 'web', { name: GROUP, retentionInDays: 7 })
  program.add(LOG_GROUP_TYPE, 'api', {
    name: '/ecs/api',
    kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:key/logs',
  })
  program.add(METRIC_FILTER_TYPE, 'refused', {
    name: 'refused',
    logGroupName: GROUP,
    pattern: '{ $.err.code = "REFUSED" }',
    metricTransformation: { namespace: 'Shop', name: 'Refused', value: '1' },
  })
  program.add(METRIC_FILTER_TYPE, 'slow', {
    name: 'slow',
    logGroupName: '/ecs/api',
    pattern: '{ $.durationMs > 1000 }',
    metricTransformation: {
      namespace: 'Shop',
      name: 'Slow',
      value: '$.durationMs',
      unit: 'Milliseconds',
      dimensions: { route: '$.route' },
      defaultValue: '0',
    },
  })
  const clock = createManualClock(START_MS)
  const logs = startLogs(planLogs(program.graph()), { clock })
  const endpoint = await startControlEndpoint([logs.control as never], createJournal(clock), OPEN)
  const client = new CloudWatchLogsClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    disableHostPrefix: true,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await logs[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
  })
  return { client, clock, logs, port: endpoint.port, print }

  /** Prints text as a task's container; resolves when it has been read. */
  async function print(text: string, stream = 'web/web/1', group = GROUP, region: RegionId = 'us-east-1') {
    const output = new PassThrough({ encoding: 'utf8' })
    logs.openStream(region, group, stream).follow(output)
    const ended = new Promise((resolve) => output.once('close', resolve))
    output.end(text)
    await ended
  }
}
