import type { Pace, WorldSettings } from '../../../kernel/settings.ts'

/** What takes time in AWS beyond what the servers here need by themselves. All in milliseconds. */
export interface RdsDelays {
  /** A dead server is noticed and started again. */
  readonly restart: number
  /** A requested change of writer is verified before it begins. */
  readonly verification: number
  /** Blocking the writes of an old primary that does not answer is given up. */
  readonly fencing: number
  /** A secondary becomes able to write. */
  readonly promotion: number
  /** The global writer endpoint leads to the new writer, after the promotion. */
  readonly endpointFlip: number
  /** A secondary is rebuilt after a failover, beyond the copying itself. */
  readonly rebuild: number
  /** A switchover whose target does not get all of the log is cancelled. */
  readonly drain: number
  /** A target that does not become able to write is given up, and with it the change of writer. */
  readonly promotionLimit: number
  /** A switchover ends without the members that do not follow the new writer yet; they show as pending-resync. */
  readonly attachment: number
  /** Between two looks at a region that could not be reached. */
  readonly reachabilityCheck: number
}

/** Every named delay of the module; SPEC.md says where each comes from. */
export const RDS_DELAYS: Readonly<Record<Pace, RdsDelays>> = {
  fast: {
    restart: 10_000, // times the world's time scale
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

/** The delays of a world; restarts follow its time scale, as everything did before there was a pace. */
export function delaysOf({ pace, timeScale }: WorldSettings): RdsDelays {
  const delays = RDS_DELAYS[pace]
  return { ...delays, restart: delays.restart * timeScale }
}
