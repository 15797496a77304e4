import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SNSClient } from '@aws-sdk/client-sns'
import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import type { Alarm } from '../../src/modules/cloudwatch/running.ts'
import { startSns } from '../../src/modules/sns/engine/start.ts'
import { planSns } from '../../src/modules/sns/plan/plan.ts'
import { SUBSCRIPTION_TYPE, snsResources, TOPIC_TYPE } from '../../src/modules/sns/resources.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { TestProgram } from '../support/program.ts'
import { OPEN } from '../support/test-trust.ts'

const START_MS = Date.UTC(2026, 11, 1, 9)
export const OWNER = 'operator@example.com'

/** A topic with a subscriber from the program, and alarms that the test raises. */
export async function startNotifying() {
  const program = new TestProgram(snsResources)
  const topic = program.add(TOPIC_TYPE, 'notices', { name: 'notices', kmsMasterKeyId: 'key' })
  program.add(SUBSCRIPTION_TYPE, 'owner', { topic: topic.id, protocol: 'email', endpoint: OWNER })
  const run = mkdtempSync(join(tmpdir(), 'meridian-sns-'))
  const clock = createManualClock(START_MS)
  const journal = createJournal(clock)
  const listeners = new Set<(alarm: Alarm) => void>()
  const sns = startSns(
    planSns(program.graph()),
    { clock, journal, folders: { run, cache: run } },
    {
      onAlarm(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  )
  const endpoint = await startControlEndpoint([sns.control as WireService], createJournal(clock), OPEN)
  const client = new SNSClient({
    endpoint: `http://127.0.0.1:${endpoint.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await sns[Symbol.asyncDispose]()
    await endpoint[Symbol.asyncDispose]()
    rmSync(run, { recursive: true })
  })
  const raise = (alarm: Alarm) => {
    for (const listener of listeners) listener(alarm)
  }
  return { client, clock, journal, port: endpoint.port, raise, run, sns, topicArn: topic.id }
}

/** An alarm that has just gone off. */
export const alarmTelling = (topicArn: string): Alarm => ({
  definition: {
    kind: 'metric',
    name: 'use1-traffic-slow',
    arn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:use1-traffic-slow',
    region: 'us-east-1',
    description: 'Answers are slow',
    actions: { alarm: [topicArn], ok: [], insufficientData: [], areEnabled: true },
    watches: {
      metric: { region: 'us-east-1', namespace: 'Shop', name: 'Slow', dimensions: { Zone: 'a' } },
      statistic: 'Sum',
    },
    periodSeconds: 60,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 5,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    lowSamples: undefined,
  },
  state: 'ALARM',
  reason: 'Threshold Crossed',
  reasonData: undefined,
  stateSinceMs: START_MS,
  definedAtMs: START_MS,
  history: [{ atMs: START_MS, from: 'OK', to: 'ALARM', reason: 'Threshold Crossed' }],
})
