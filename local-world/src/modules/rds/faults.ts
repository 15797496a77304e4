import type { RegionId } from '@meridian/topology'
import type { RunningRds } from './database.ts'
import { MAX_COMMIT_DELAY_MS } from './engine/configuration.ts'
import type { Surroundings } from './engine/instance-body.ts'
import { InstanceStateError } from './errors.ts'
import { writerOf } from './model/database-state.ts'
import type { RunningDatabase } from './running-database.ts'

type Faults = Pick<
  RunningRds,
  | 'freeze'
  | 'thaw'
  | 'slowDisk'
  | 'pauseReplication'
  | 'delayReplication'
  | 'resumeReplication'
  | 'loseRegion'
  | 'restoreRegion'
  | 'breakFencing'
>

/** What can be done to databases from outside, as accidents do it: past AWS's API, and unknown to it. */
export function createFaults(
  { valves, reachability, fencing, world }: Surroundings,
  databases: readonly RunningDatabase[],
  databaseOf: (instanceId: string) => RunningDatabase,
): Faults {
  return {
    freeze: async (id) => databaseOf(id).freeze(id),
    thaw: async (id) => databaseOf(id).thaw(id),
    slowDisk: async (id, ms) => {
      if (ms < 0 || ms > MAX_COMMIT_DELAY_MS)
        throw new InstanceStateError(
          `A disk cannot be slower by ${ms} ms: PostgreSQL delays a flush by 0 to ${MAX_COMMIT_DELAY_MS} ms. Ask for that.`,
        )
      await databaseOf(id).slowDisk(id, ms)
    },
    pauseReplication(region) {
      requireSecondary(region)
      valves.shut(region)
      record('replication paused', region)
    },
    delayReplication(region, ms) {
      requireSecondary(region)
      valves.delay(region, ms)
      record('replication delayed', region, { delayMs: ms })
    },
    resumeReplication(region) {
      valves.open(region)
      record('replication resumed', region)
    },
    async loseRegion(region) {
      reachability.lose(region)
      record('region lost', region)
      await Promise.all(databases.map((database) => database.loseRegion(region)))
    },
    async restoreRegion(region) {
      reachability.restore(region)
      record('region restored', region)
      for (const database of databases) database.restoreRegion(region)
    },
    breakFencing(isBroken) {
      fencing.isBroken = isBroken
    },
  }

  function requireSecondary(region: RegionId): void {
    const [writing] = databases.map(({ state }) => writerOf(state)?.region)
    if (writing !== region) return
    throw new InstanceStateError(
      `Nothing is replicated into ${region}: the writer is there. Name the region that is to lag.`,
    )
  }

  function record(event: string, region: RegionId, detail?: Readonly<Record<string, unknown>>): void {
    world.journal.record({ module: 'rds', event, subject: region, region, ...(detail && { detail }) })
  }
}
