import { REGION_IDS, type RegionId } from '@meridian/topology'
import { fresh, look } from '../store.ts'

export type Health = 'good' | 'warn' | 'bad' | 'unknown'

/**
 * A region's health, by Route 53's checkers and by whether all its tasks run. While Route 53's control plane, in us-east-1, does
 * not answer, by its load balancer's targets instead of the checkers.
 */
export function regionHealth(region: RegionId): { readonly health: Health; readonly says: string } {
  const services = look(`services:${region}`)
  const check = fresh(look('health'))?.find((each) => each.region === region)
  if (services.staleSince !== undefined && !answers(region)) return { health: 'bad', says: 'does not answer' }
  if (services.staleSince !== undefined || !services.value) return { health: 'unknown', says: 'not known' }
  const { services: all, targets } = services.value
  const [healthy, known] =
    check !== undefined
      ? [check.healthyCheckers, check.checkers]
      : [targets.filter(({ state }) => state === 'healthy').length, targets.length]
  if (known > 0 && healthy === 0) return { health: 'bad', says: 'unhealthy' }
  const missing = all.filter(({ running, desired }) => running < desired)
  const isWhole = missing.length === 0 && healthy === known
  return isWhole ? { health: 'good', says: 'healthy' } : { health: 'warn', says: 'degraded' }
}

/**
 * Whether its control plane answers one of two sources that ask it: on a busy machine a single request may time out. A region that
 * does not answer is never suggested for the next step.
 */
export function answers(region: RegionId): boolean {
  const answered = fresh(look('database'))?.answeredBy ?? []
  return answered.includes(region) || look(`instances:${region}`).staleSince === undefined
}

/** Regions whose alarms are not known now. A lost region's CloudWatch does not answer, so none of its alarms is seen to ring. */
export const regionsWithoutAlarms = (): readonly RegionId[] =>
  REGION_IDS.filter((region) => fresh(look(`alarms:${region}`)) === undefined)

/** All alarms in state ALARM, in every region. */
export function ringing() {
  return REGION_IDS.flatMap((region) =>
    (look(`alarms:${region}`).value ?? [])
      .filter(({ state }) => state === 'ALARM')
      .map((alarm) => ({ region, alarm })),
  )
}

const WORST_FIRST: readonly Health[] = ['bad', 'warn', 'unknown', 'good']

/** The system's state, in the words of a status page. */
export function overallState(): { readonly health: Health; readonly says: string } {
  const visitors = look('visitors')
  const all = visitors.value ?? []
  const unserved = all.filter(({ servedBy }) => servedBy === undefined).length
  if (visitors.value === undefined) return { health: 'unknown', says: 'Not known yet' }
  if (visitors.staleSince !== undefined) return { health: 'unknown', says: 'Not known' }
  if (unserved === all.length) return { health: 'bad', says: 'Major outage' }
  if (unserved > 0) return { health: 'bad', says: 'Partial outage' }
  const [worst] = REGION_IDS.map((region) => ({ region, ...regionHealth(region) })).sort(
    (left, right) => WORST_FIRST.indexOf(left.health) - WORST_FIRST.indexOf(right.health),
  )
  if (worst === undefined || worst.health === 'good') return { health: 'good', says: 'Operational' }
  const cause = { bad: ` ${worst.says}`, warn: '', unknown: ' is not known' }[worst.health]
  return { health: 'warn', says: `Degraded: ${worst.region}${cause}` }
}
