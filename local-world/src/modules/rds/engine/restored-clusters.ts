// Clusters created through the API from snapshots: each has a volume and, while it has an instance, a server.
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  addInstance,
  applyClusterEvent,
  clusterOf,
  createDatabaseState,
  type DatabaseState,
  firstInstance,
  removeInstance,
} from '../model/database-state.ts'
import { type ClusterSnapshot, finalSnapshot } from '../model/snapshot.ts'
import type { ClusterPlan, InstancePlan } from '../plan/types.ts'
import type { RdsDependencies } from './dependencies.ts'
import { RunningDatabase } from './running-database.ts'
import { configure, startServer } from './server-setup.ts'
import { embody } from './start-database.ts'

interface Restored {
  /** The state without a server; while one runs, the server's own state counts. */
  state: DatabaseState
  database: RunningDatabase | undefined
  readonly volume: string
}

/** Clusters restored from snapshots. Requests are validated by the caller; work continues after the answer, as on AWS. */
export class RestoredClusters implements AsyncDisposable {
  readonly #dependencies: RdsDependencies
  /** The world's databases. A restored one is in this list while it has a server, so that failures can be injected into it. */
  readonly #databases: RunningDatabase[]
  readonly #restored = new Map<string, Restored>()
  readonly #work = new Set<Promise<void>>()

  constructor(dependencies: RdsDependencies, databases: RunningDatabase[]) {
    this.#dependencies = dependencies
    this.#databases = databases
  }

  /** Those without a server; the others are among the world's databases. */
  idle(): readonly DatabaseState[] {
    return [...this.#restored.values()].filter(({ database }) => !database).map(({ state }) => state)
  }

  get size(): number {
    return this.#restored.size
  }

  has(clusterArn: string): boolean {
    return this.#restored.has(clusterArn)
  }

  restore(snapshot: ClusterSnapshot, plan: ClusterPlan): DatabaseState {
    const { world, folder, snapshots } = this.#dependencies
    const database = { ...snapshot.origin, global: undefined, primary: plan, secondaries: [] }
    const restored: Restored = {
      state: createDatabaseState(database, world.clock.now()),
      database: undefined,
      volume: join(folder, 'volumes', `${plan.region}-${plan.id}`),
    }
    this.#restored.set(plan.arn, restored)
    this.#record('cluster restored', plan, { snapshot: snapshot.id })
    this.#undertake(plan, async () => {
      await snapshots.copyData(snapshot, restored.volume)
      this.#tell(restored, 'storageReady')
    })
    return restored.state
  }

  addInstance(plan: InstancePlan, clusterArn: string): DatabaseState {
    const restored = this.#of(clusterArn)
    const { world } = this.#dependencies
    const database = new RunningDatabase(
      addInstance(restored.state, plan, world.clock.now()),
      this.#dependencies,
    )
    restored.database = database
    this.#databases.push(database)
    const { primary } = database.state.plan
    this.#undertake(primary, async () => {
      await embody(database, primary, this.#dependencies)
      await rename(restored.volume, database.runtime(plan.id).server.files.data)
      await configure(database, plan)
      await startServer(database, plan)
      database.noticeOpened(plan.id)
      database.open()
    })
    return database.state
  }

  removeInstance(clusterArn: string): DatabaseState {
    const restored = this.#of(clusterArn)
    const { database } = restored
    const state = database?.state
    const instance = state && firstInstance(state, state.plan.primary.id)
    if (!database || !state || !instance) throw new Error(`Cluster ${clusterArn} has no instance to remove`)
    database.apply(instance.id, 'deleteRequested')
    const { files } = database.runtime(instance.id).server
    this.#undertake(state.plan.primary, async () => {
      await database[Symbol.asyncDispose]()
      await rm(join(files.data, 'postmaster.pid'), { force: true })
      await rename(files.data, restored.volume)
      await rm(files.folder, { recursive: true, force: true, maxRetries: 5 })
      restored.state = removeInstance(database.state, instance.id)
      restored.database = undefined
      this.#databases.splice(this.#databases.indexOf(database), 1)
    })
    return database.state
  }

  /** Deletes the volume with it, or keeps it as a snapshot with this name. */
  remove(clusterArn: string, finalSnapshotId: string | undefined): DatabaseState {
    const restored = this.#of(clusterArn)
    const { snapshots, world } = this.#dependencies
    const { plan } = restored.state
    this.#tell(restored, 'deleteRequested')
    this.#undertake(plan.primary, async () => {
      if (finalSnapshotId === undefined)
        await rm(restored.volume, { recursive: true, force: true, maxRetries: 5 })
      else {
        const identity = { id: finalSnapshotId, createdAtMs: world.clock.now() }
        const cluster = clusterOf(restored.state, plan.primary.id)
        await snapshots.keep(finalSnapshot(cluster, plan, identity), restored.volume)
      }
      this.#restored.delete(clusterArn)
      this.#record('cluster deleted', plan.primary)
    })
    return restored.state
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#work)
    const running = [...this.#restored.values()].flatMap(({ database }) => database ?? [])
    await Promise.all(running.map((database) => database[Symbol.asyncDispose]()))
  }

  #of(clusterArn: string): Restored {
    const restored = this.#restored.get(clusterArn)
    if (!restored) throw new Error(`No restored cluster has the ARN "${clusterArn}"`)
    return restored
  }

  #tell(restored: Restored, event: 'storageReady' | 'deleteRequested'): void {
    restored.state = applyClusterEvent(restored.state, restored.state.plan.primary.id, event).state
  }

  #undertake(cluster: ClusterPlan, work: () => Promise<void>): void {
    const running = work().catch((error: Error) =>
      this.#record('work failed', cluster, { reason: error.message }),
    )
    this.#work.add(running)
    void running.finally(() => this.#work.delete(running))
  }

  #record(event: string, { id, region }: ClusterPlan, detail?: Readonly<Record<string, unknown>>): void {
    this.#dependencies.world.journal.record({
      module: 'rds',
      event,
      subject: id,
      region,
      ...(detail && { detail }),
    })
  }
}
