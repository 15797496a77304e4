import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { REGIONS } from '@meridian/topology'
import type { AddressLine, World, WorldModule } from '../../kernel/module.ts'
import { network } from '../network/index.ts'
import type { RunningNetwork } from '../network/running.ts'
import type { Controlled } from './control/context.ts'
import { createControl } from './control/service.ts'
import { findAccount } from './engine/account.ts'
import { findBinaries } from './engine/binaries.ts'
import { createFaults } from './engine/injected-failures.ts'
import type { Surroundings } from './engine/instance-body.ts'
import { readPosition } from './engine/position.ts'
import { Reachability } from './engine/reachability.ts'
import { ReplicationValves } from './engine/replication-valves.ts'
import { RestoredClusters } from './engine/restored-clusters.ts'
import { requestRemoval, requestWriter } from './engine/role-change/request.ts'
import type { RunningDatabase } from './engine/running-database.ts'
import { Snapshots } from './engine/snapshots.ts'
import { startDatabase } from './engine/start-database.ts'
import { ensureTemplate } from './engine/template.ts'
import { InstanceStateError } from './errors.ts'
import { clusterOf, instanceOf } from './model/database-state.ts'
import { planRds } from './plan/plan.ts'
import type { RdsPlan } from './plan/types.ts'
import { resources } from './resources.ts'
import type { DatabaseInstance, RunningRds } from './running.ts'

/** Aurora PostgreSQL: a real PostgreSQL server for every instance, real streaming replication between them. */
export const rds: WorldModule<RdsPlan, RunningRds> = {
  name: 'rds',
  resources,
  needs: ['network'],
  prepare: async (cacheFolder) => void (await openTemplate(cacheFolder)),
  plan: planRds,
  start: (plan, world) => startRds(plan, world, world.running(network)),
}

/** Starts the databases of a plan in a given network. */
export async function startRds(plan: RdsPlan, world: World, network: RunningNetwork): Promise<RunningRds> {
  await using undo = new AsyncDisposableStack()
  const surroundings = await prepare(world, network)
  undo.use(surroundings.valves)
  undo.use(surroundings.snapshots)
  undo.defer(() => rm(surroundings.folder, { recursive: true, force: true, maxRetries: 5 }))
  const databases: RunningDatabase[] = []
  const restored = undo.use(new RestoredClusters(surroundings, databases))
  for (const database of plan.databases) databases.push(undo.use(await startDatabase(database, surroundings)))
  const standing = undo.move()

  return {
    instances: () => databases.flatMap(describeInstances),
    position: async (id) => readPosition(databaseOf(id).administrator(id)),
    administrate: (id) => databaseOf(id).administrator(id),
    stop: async (id) => databaseOf(id).stop(id),
    start: async (id) => databaseOf(id).start(id),
    ...createFaults(surroundings, databases, databaseOf),
    onChange(listener) {
      const cancels = databases.map((database) => database.onChange(listener))
      return () => {
        for (const cancel of cancels) cancel()
      }
    },
    addresses: () => databases.flatMap(addressesOf),
    snapshots: () => surroundings.snapshots.list(),
    openSnapshot: (id) => surroundings.snapshots.open(id),
    httpServer: (clusterArn) => {
      if (!restored.takesHttp(clusterArn)) return undefined
      const database = databases.find(({ state }) => state.plan.primary.arn === clusterArn)
      const body = database?.bodies.find(({ server }) => server.isRunning)
      return body && { port: body.loopbackPort }
    },
    control: createControl(createControlled(surroundings, databases, restored), world.clock.now),
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }

  function databaseOf(instanceId: string): RunningDatabase {
    const database = databases.find((candidate) => candidate.has(instanceId))
    if (database) return database
    const known = databases.flatMap(describeInstances).map((instance) => instance.id)
    throw new InstanceStateError(
      `There is no instance "${instanceId}". There are: ${known.join(', ') || 'none'}.`,
    )
  }
}

async function openTemplate(cacheFolder: string) {
  const binaries = await findBinaries()
  const account = await findAccount(binaries.postgres)
  return { binaries, account, template: await ensureTemplate(binaries, account, cacheFolder) }
}

async function prepare(world: World, network: RunningNetwork): Promise<Surroundings> {
  const { binaries, account, template } = await openTemplate(world.folders.cache)
  const folder = join(world.folders.run, 'rds')
  await mkdir(folder, { recursive: true })
  const program = {
    postgres: binaries.postgres,
    ...{ account, runFolder: world.folders.run, clock: world.patientClock },
  }
  const valves = new ReplicationValves()
  const reachability = new Reachability(world.wan)
  const snapshots = new Snapshots({ program, template, certificates: world.certificates, folder })
  const fencing = { isBroken: false }
  return { world, network, program, template, valves, reachability, snapshots, fencing, folder }
}

/** What RDS's API sees of the databases, and may do to them. */
function createControlled(
  { snapshots, world }: Surroundings,
  databases: readonly RunningDatabase[],
  restored: RestoredClusters,
): Controlled {
  return {
    states: () => [...databases.map((database) => database.state), ...restored.idle()],
    events: () => databases.flatMap((database) => database.events).sort((a, b) => a.atMs - b.atMs),
    snapshots: () => snapshots.list(),
    requestWriter: (globalId, toClusterId, isDataLossAllowed) =>
      requestWriter(globalNamed(globalId), toClusterId, isDataLossAllowed),
    requestRemoval: (globalId, clusterId) => requestRemoval(globalNamed(globalId), clusterId),
    restored,
    copySnapshot: (source, target) => begin(target.id, snapshots.copy(source, target)),
    forgetSnapshot: (snapshot) => begin(snapshot.id, snapshots.forget(snapshot)),
  }

  function begin(subject: string, work: Promise<void>): void {
    work.catch((error: Error) =>
      world.journal.record({
        module: 'rds',
        event: 'work failed',
        subject,
        detail: { reason: error.message },
      }),
    )
  }

  function globalNamed(globalId: string): RunningDatabase {
    const database = databases.find(({ state: { plan } }) =>
      [plan.global?.id, plan.global?.arn].includes(globalId),
    )
    if (database) return database
    throw new InstanceStateError(`There is no global cluster "${globalId}".`)
  }
}

function describeInstances(database: RunningDatabase): readonly DatabaseInstance[] {
  return database.bodies.map(({ plan, networkInterface, loopbackPort, server }) => {
    const cluster = clusterOf(database.state, plan.clusterId)
    const isWriting = plan.clusterId === database.state.writerClusterId
    return {
      id: plan.id,
      clusterId: plan.clusterId,
      globalClusterId: database.state.plan.global?.id,
      region: plan.region,
      role: database.roleOf(plan.id),
      status: instanceOf(database.state, plan.id).status,
      synchronization: isWriting ? 'connected' : cluster.synchronization,
      endpoint: plan.endpoint,
      address: networkInterface.address,
      loopbackPort,
      logFile: server.files.log,
    }
  })
}

/** Lines that a person can give to psql; the password is in the program's secret. */
function addressesOf(database: RunningDatabase): readonly AddressLine[] {
  const { master, databaseName = 'postgres' } = database.state.plan
  return describeInstances(database).map(({ role, region, loopbackPort, endpoint }) => ({
    section: 'Databases',
    label: `${REGIONS[region].label} (${role})`,
    address: `postgresql://${master.username}@127.0.0.1:${loopbackPort}/${databaseName}?sslmode=require`,
    name: endpoint,
  }))
}
