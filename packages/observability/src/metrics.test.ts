import { expect, it } from 'vitest'
import { createMetrics, METRIC_NAMES } from './metrics.ts'

it('prints requests, counters and gauges with region and service', async () => {
  const metrics = createMetrics({ service: 'marketing-api', region: 'us-west-2' })
  metrics.requestTimer('GET', '/api/campaigns', 200)(0.004)
  metrics.counter(METRIC_NAMES.leadsAccepted, 'Leads.').increment({ outcome: 'stored' })
  metrics.gauge(METRIC_NAMES.databaseConnections, 'Connections.', () => ({ reader: 2 }))
  const text = await metrics.print()
  expect(text).toContain(`${METRIC_NAMES.requestSeconds}_bucket{le="0.005",`)
  expect(text).toContain('service="marketing-api"')
  expect(text).toMatch(/meridian_leads_accepted_total\{outcome="stored".*\} 1/)
  expect(text).toMatch(/meridian_database_connections\{role="reader".*\} 2/)
})
