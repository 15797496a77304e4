import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { REGIONS } from '@meridian/topology'
import type { AddressLine, World } from '../../../kernel/module.ts'
import type { RunningNetwork } from '../../network/running.ts'
import { createRdsControl } from '../control/service.ts'
import { InstanceStateError } from '../errors.ts'
import { clusterOf, instanceOf } from '../model/database-state.ts'
import type { RdsPlan } from '../plan/types.ts'
import type { DatabaseInstance, RunningRds } from '../running.ts'
import { findAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { createRdsControlContext } from './control-context.ts'
import type { RdsDependencies } from './dependencies.ts'
import { createFailures, runningServer } from './injected-failures.ts'
import { PositionReader } from './position.ts'
import { Reachability } from './reachability.ts'
import { ReplicationValves } from './replication-valves.ts'
import { RestoredClusters } from './restored-clusters.ts'
import type { RunningDatabase } from './running-database.ts'
import { Snapshots } from './snapshots.ts'
import { startDatabase } from './start-database.ts'
import { ensureTemplate } from './template.ts'

/** Starts the databases of a plan in a given network. */
export async function startRds(plan: RdsPlan, world: World, network: RunningNetwork): Promise<RunningRds> {
  await using undo = new AsyncDisposableStack()
  const dependencies = await prepare(world, network)
  undo.use(dependencies.valves)
  undo.use(dependencies.snapshots)
  undo.defer(() => rm(dependencies.folder, { recursive: true, force: true, maxRetries: 5 }))
  // Closed after the servers: a frozen one would never end a connection.
  const positions = undo.use(new PositionReader())
  const databases: RunningDatabase[] = []
  const overHttp = new Set<string>()
  const restored = undo.use(new RestoredClusters(dependencies, databases))
  for (const database of plan.databases) databases.push(undo.use(await startDatabase(database, dependencies)))
  const standing = undo.move()

  return {
    instances: () => databases.flatMap(describeInstances),
    async position(id) {
      const database = databaseOf(id)
      // A killed server's children may answer for a moment more.
      runningServer(database, id, 'ask')
      return positions.read(database.administrator(id))
    },
    administrate: (id) => databaseOf(id).administrator(id),
    stop: async (id) => databaseOf(id).stop(id),
    start: async (id) => databaseOf(id).start(id),
    ...createFailures(dependencies, databases, databaseOf),
    onChange(listener) {
      const cancels = databases.map((database) => database.onChange(listener))
      return () => {
        for (const cancel of cancels) cancel()
      }
    },
    addresses: () => databases.flatMap(addressesOf),
    snapshots: () => dependencies.snapshots.list(),
    openSnapshot: (id) => dependencies.snapshots.open(id),
    httpServer: (clusterArn) => {
      if (!overHttp.has(clusterArn)) return undefined
      for (const { runtimes, state } of databases) {
        const isOfCluster = ({ plan }: (typeof runtimes)[number]) =>
          clusterOf(state, plan.clusterId).plan.arn === clusterArn
        const runtime = runtimes.find((one) => isOfCluster(one) && one.server.isRunning)
        if (runtime) return { port: runtime.loopbackPort }
      }
      return undefined
    },
    control: createRdsControl(
      createRdsControlContext(dependencies, databases, restored, overHttp),
      world.clock.now,
    ),
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

/** What is the same for every world: the binaries, the account that runs them, a template data folder. */
export async function openTemplate(cacheFolder: string) {
  const binaries = await findBinaries()
  const account = await findAccount(binaries.postgres)
  return { binaries, account, template: await ensureTemplate(binaries, account, cacheFolder) }
}

async function prepare(world: World, network: RunningNetwork): Promise<RdsDependencies> {
  const { binaries, account, template } = await openTemplate(world.folders.cache)
  const folder = join(world.folders.run, 'rds')
  await mkdir(folder, { recursive: true })
  const program = {
    postgres: binaries.postgres,
    account,
    runFolder: world.folders.run,
    clock: world.patientClock,
  }
  const valves = new ReplicationValves()
  const reachability = new Reachability(world.wan)
  const snapshots = new Snapshots({ program, template, certificates: world.certificates, folder })
  const fencing = { isBroken: false }
  return { world, network, program, template, valves, reachability, snapshots, fencing, folder }
}

function describeInstances(database: RunningDatabase): readonly DatabaseInstance[] {
  return database.runtimes.map(({ plan, networkInterface, loopbackPort, server }) => {
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

/** Addresses for psql; the password is in the program's secret. */
function addressesOf(database: RunningDatabase): readonly AddressLine[] {
  const { master, databaseName = 'postgres' } = database.state.plan
  return describeInstances(database).map(({ role, region, loopbackPort, endpoint }) => ({
    section: 'Databases',
    label: `${REGIONS[region].label} (${role})`,
    address: `postgresql://${master.username}@127.0.0.1:${loopbackPort}/${databaseName}?sslmode=require`,
    name: endpoint,
  }))
}
