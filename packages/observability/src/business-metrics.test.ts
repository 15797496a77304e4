import { expect, it, vi } from 'vitest'
import { type BusinessCounts, startBusinessMetrics } from './business-metrics.ts'
import { createLogger } from './logger.ts'

const COUNTS: BusinessCounts = {
  leads: 2,
  campaignViews: 0,
  parkedWrites: 1,
  shedRequests: 0,
  consistencyWaits: 3,
}

it('writes a line that CloudWatch extracts metrics from, and a last one at the end', () => {
  vi.useFakeTimers({ now: 1_000 })
  const lines: Record<string, unknown>[] = []
  const logger = createLogger({
    service: 'marketing-api',
    region: 'us-east-1',
    level: 'info',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  })
  const running = startBusinessMetrics(logger, () => COUNTS, 10_000)
  vi.advanceTimersByTime(10_000)
  expect(lines).toMatchObject([
    {
      service: 'marketing-api',
      region: 'us-east-1',
      Leads: 2,
      CampaignViews: 0,
      ConsistencyWaits: 3,
      _aws: {
        Timestamp: 11_000,
        CloudWatchMetrics: [
          {
            Namespace: 'Meridian',
            Dimensions: [['region', 'service']],
            Metrics: [
              { Name: 'Leads', Unit: 'Count' },
              { Name: 'CampaignViews', Unit: 'Count' },
              { Name: 'ParkedWrites', Unit: 'Count' },
              { Name: 'ShedRequests', Unit: 'Count' },
              { Name: 'ConsistencyWaits', Unit: 'Count' },
            ],
          },
        ],
      },
    },
  ])
  running[Symbol.dispose]()
  vi.advanceTimersByTime(60_000)
  expect(lines).toHaveLength(2)
  vi.useRealTimers()
})
