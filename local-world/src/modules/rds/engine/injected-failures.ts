import type { RegionId } from '@meridian/topology'
import { InstanceStateError } from '../errors.ts'
import { instanceOf, writerOf } from '../model/database-state.ts'
import type { RunningRds } from '../running.ts'
import { MAX_COMMIT_DELAY_MS } from './configuration.ts'
import type { RdsDependencies } from './dependencies.ts'
import type { RunningDatabase } from './running-database.ts'
import type { Server } from './server.ts'
import { reconfigure } from './server-setup.ts'

type Failures = Pick<
  RunningRds,
  | 'kill'
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

/** The failures that can be injected into databases, bypassing the AWS API as real outages do. */
export function createFailures(
  { valves, reachability, fencing, world }: RdsDependencies,
  databases: readonly RunningDatabase[],
  databaseOf: (instanceId: string) => RunningDatabase,
): Failures {
  return {
    kill: async (id) => kill(databaseOf(id), id),
    freeze: async (id) => freeze(databaseOf(id), id),
    thaw: async (id) => thaw(databaseOf(id), id),
    slowDisk: async (id, ms) => {
      if (ms < 0 || ms > MAX_COMMIT_DELAY_MS)
        throw new InstanceStateError(
          `A disk cannot be slower by ${ms} ms: PostgreSQL delays a flush by 0 to ${MAX_COMMIT_DELAY_MS} ms. Ask for that.`,
        )
      await slowDisk(databaseOf(id), id, ms)
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
      await Promise.all(databases.map((database) => killAll(database, region)))
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

async function kill(database: RunningDatabase, instanceId: string): Promise<void> {
  const server = runningServer(database, instanceId, 'kill')
  const isWriter = writerOf(database.state)?.id === instanceId
  database.record('server killed', instanceOf(database.state, instanceId).plan)
  const killed = server.kill()
  if (isWriter) database.dependencies.valves.dropHeld()
  await killed
}

async function killAll(database: RunningDatabase, region: RegionId): Promise<void> {
  const runtimes = database.runtimes.filter(({ plan, server }) => plan.region === region && server.isRunning)
  await Promise.all(runtimes.map(({ plan }) => kill(database, plan.id)))
}

async function freeze(database: RunningDatabase, instanceId: string): Promise<void> {
  await runningServer(database, instanceId, 'freeze').freeze()
  database.record('server frozen', instanceOf(database.state, instanceId).plan)
}

function thaw(database: RunningDatabase, instanceId: string): void {
  const { plan, server } = database.runtime(instanceId)
  server.thaw()
  database.record('server thawed', plan)
}

async function slowDisk(database: RunningDatabase, instanceId: string, ms: number): Promise<void> {
  const { plan } = instanceOf(database.state, instanceId)
  database.commitDelaysMs.set(instanceId, ms)
  database.record(ms > 0 ? 'disk slow' : 'disk normal', plan, { flushMs: ms })
  await reconfigure(database, plan)
}

/** @throws InstanceStateError if the instance's server does not run. */
export function runningServer(database: RunningDatabase, instanceId: string, verb: string): Server {
  const { server } = database.runtime(instanceId)
  if (server.isRunning) return server
  const { status } = instanceOf(database.state, instanceId)
  throw new InstanceStateError(
    `Instance "${instanceId}" is ${status}: there is no server to ${verb}. Start it first.`,
  )
}
