import {
  createAwsClients,
  describeHealthCheck,
  openNearest,
  ringingAlarms,
  type TargetDescription,
} from '@meridian/operator-tools'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { Signal } from '../history/event.ts'
import type { Recorder } from '../history/recorder.ts'
import { HOME_CITY } from '../load/load-plan.ts'
import { startOpenLoop } from '../load/open-loop.ts'

/** One attempt: a lost region must not delay the others' signals. */
const LIMITS = { connectMs: 1_000, answerMs: 2_000, callMs: 2_500, attempts: 1 }
const DNS_PER_SECOND = 4
const AWS_PER_SECOND = 2
/** As in Route 53: an endpoint is healthy while more than 18 % of the checkers report it so. */
const HEALTHY_SHARE = 0.18

/**
 * Records in the history what would have alerted an operator: an alarm that goes to ALARM, a region whose health check fails,
 * a home city whose DNS answer points elsewhere. Polled twice a second, DNS four times.
 */
export async function watchDetection(target: TargetDescription, recorder: Recorder) {
  const aws = createAwsClients(target, LIMITS)
  const nearest = await openNearest(target)
  const loops = REGION_IDS.flatMap((region) => [
    loop(AWS_PER_SECOND, () => watchAlarms(region)),
    loop(AWS_PER_SECOND, () => watchHealth(region)),
    loop(DNS_PER_SECOND, () => watchDns(region)),
  ])
  const alarms = new Map<RegionId, ReadonlySet<string>>()
  const healthy = new Map<RegionId, boolean>()
  const answers = new Map<RegionId, RegionId>()

  async function watchAlarms(region: RegionId): Promise<void> {
    const now = await ringingAlarms(aws, region)
    if (!now) return
    const before = alarms.get(region) ?? new Set(now)
    for (const name of now) if (!before.has(name)) note('alarm', region, name)
    alarms.set(region, new Set(now))
  }

  async function watchHealth(region: RegionId): Promise<void> {
    const { checkers, healthyCheckers, lastStatus } = await describeHealthCheck(aws, target, region)
    const isHealthy = healthyCheckers > HEALTHY_SHARE * checkers
    if (healthy.get(region) && !isHealthy) note('health check', region, `${region}: ${lastStatus}`)
    healthy.set(region, isHealthy)
  }

  async function watchDns(region: RegionId): Promise<void> {
    const city = HOME_CITY[region]
    const now = await nearest(city)
    if (now === undefined) return
    const before = answers.get(region)
    if (before === region && now !== region) note('DNS answer', region, `${city} is led to ${now}`)
    answers.set(region, now)
  }

  function note(signal: Signal, region: RegionId, detail: string): void {
    recorder.note('detection watch', 'signal', { signal, region, detail })
  }

  return {
    async stop() {
      await Promise.all(loops.map((each) => each.stop()))
      aws[Symbol.dispose]()
    },
  }
}

/** A failed poll is no signal; the next poll follows soon. */
const loop = (perSecond: number, look: () => Promise<void>) =>
  startOpenLoop(perSecond, 1, 0, () => look().catch(() => {}))
