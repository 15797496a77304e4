import { expect, it } from 'vitest'
import { LogGroup, MOST_GROUP_BYTES, MOST_STREAMS } from './log-group.ts'

const PLAN = {
  name: '/ecs/web',
  arn: 'arn',
  region: 'us-east-1',
  retentionDays: undefined,
  kmsKeyId: undefined,
} as const

// INV-LOGS-2
it('(2) keeps the newest events and streams, within its bounds', () => {
  const group = new LogGroup(PLAN, 0)
  const message = 'x'.repeat(10_000)
  for (let sequence = 1; sequence <= 5_000; sequence += 1) {
    group.openStream(`web/${sequence}`, sequence)
    group.append({ sequence, stream: `web/${sequence}`, timestampMs: sequence, message })
  }
  const events = group.events(5_000)
  expect(group.storedBytes).toBeLessThanOrEqual(MOST_GROUP_BYTES)
  expect(group.storedBytes).toBeGreaterThan(MOST_GROUP_BYTES - 20_000)
  expect(events.at(-1)?.sequence).toBe(5_000)
  expect(events).toHaveLength(group.storedBytes / 10_026)
  expect(group.streams).toHaveLength(MOST_STREAMS)
})
