import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import type { Source } from '../../src/modules/cloudwatch/engine/source.ts'
import { startCloudWatch } from '../../src/modules/cloudwatch/engine/start.ts'
import type { MetricStore } from '../../src/modules/cloudwatch/model/metric-store.ts'
import type { CloudWatchPlan } from '../../src/modules/cloudwatch/plan/plan.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'

export const START_MS = Date.UTC(2026, 0, 1)

interface Options {
  readonly plan?: Partial<CloudWatchPlan>
  readonly sources?: (store: MetricStore) => readonly Source[]
}

/** CloudWatch alone, with a clock the test advances and an SDK client. */
export async function startMonitoring({ plan, sources = () => [] }: Options = {}) {
  const clock = createManualClock(START_MS)
  const journal = createJournal(clock)
  const settings = createSettings({ timeScale: 1 })
  const cloudwatch = startCloudWatch(
    { alarms: [], composites: [], topics: [], dashboards: [], ...plan },
    { clock, journal, settings },
    sources,
  )
  const services = cloudwatch.control ? [cloudwatch.control] : []
  const endpoint = await startControlEndpoint(services, journal, OPEN)
  const url = `http://127.0.0.1:${endpoint.port}`
  const client = new CloudWatchClient({
    endpoint: url,
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(async () => {
    client.destroy()
    await endpoint[Symbol.asyncDispose]()
    const stopped = cloudwatch[Symbol.asyncDispose]()
    await clock.advance(1_000)
    await stopped
  })
  return { cloudwatch, client, clock, journal, url }
}
