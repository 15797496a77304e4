import type { Pace, WorldSettings } from '../../../kernel/settings.ts'

/** Time that AWS takes beyond what the servers here need themselves. All in milliseconds. */
export interface RdsDelays {
  /** Until a dead server is noticed and restarted. */
  readonly restart: number
  /** For verifying a requested change of writer before it begins. */
  readonly verification: number
  /** Until the attempt to fence an unresponsive old primary is given up. */
  readonly fencing: number
  /** For promoting a secondary. */
  readonly promotion: number
  /** From the promotion until the global writer endpoint points at the new writer. */
  readonly endpointFlip: number
  /** For rebuilding a secondary after a failover, in addition to the copying. */
  readonly rebuild: number
  /** Until a switchover whose target does not get all of the WAL is cancelled. */
  readonly drain: number
  /** Until a target that does not become writable is given up, and the change of writer with it. */
  readonly promotionLimit: number
  /** Until a switchover ends without the members that do not follow the new writer yet; they show as pending-resync. */
  readonly attachment: number
  /** Between two checks of a region that could not be reached. */
  readonly reachabilityCheck: number
}

/** All delays of the module; SPEC.md gives the source of each. */
export const RDS_DELAYS: Readonly<Record<Pace, RdsDelays>> = {
  fast: {
    restart: 10_000, // multiplied by the world's time scale
    verification: 0,
    fencing: 200,
    promotion: 0,
    endpointFlip: 20,
    rebuild: 1_000,
    drain: 3_000,
    promotionLimit: 10_000,
    attachment: 3_000,
    reachabilityCheck: 100,
  },
  aws: {
    restart: 10_000,
    verification: 5_000,
    fencing: 15_000,
    promotion: 30_000,
    endpointFlip: 17_500,
    rebuild: 300_000,
    drain: 60_000,
    promotionLimit: 120_000,
    attachment: 60_000,
    reachabilityCheck: 5_000,
  },
}

/** The delays of a world; restarts also follow its time scale. */
export function delaysOf({ pace, timeScale }: WorldSettings): RdsDelays {
  const delays = RDS_DELAYS[pace]
  return { ...delays, restart: delays.restart * timeScale }
}
