import { join } from 'node:path'
import type { ResourceGraph } from '@meridian/resource-graph'
import { type RunningFailures, startFailures } from '../failures/index.ts'
import { type Clock, createRealClock } from '../kernel/clock.ts'
import { createJournal, type Journal } from '../kernel/journal.ts'
import { createSystemSource, type MachineMonitor, monitorMachine } from '../kernel/machine-load/index.ts'
import type {
  AddressLine,
  AnyWorldModule,
  ProgressReport,
  RunningModule,
  World,
  WorldModule,
} from '../kernel/module.ts'
import { createSettings, type WorldSettings } from '../kernel/settings.ts'
import { createTrust, type Trust } from '../kernel/trust/trust.ts'
import type { Wan } from '../kernel/wan.ts'
import { MODULES } from '../modules/index.ts'
import { network as networkModule } from '../modules/network/index.ts'
import type { RunningNetwork } from '../modules/network/running.ts'
import { type RunningVisitors, startVisitors } from '../visitors/index.ts'
import { createWan } from '../wan/create-wan.ts'
import { type ControlEndpoint, startControlEndpoint } from '../wire/control-endpoint.ts'
import { createAuthority } from './authority.ts'
import { serveAwsEndpoints } from './aws-endpoints.ts'
import type { HeldFolders } from './folders.ts'
import { type RunningModules, type StartOptions, startModules } from './start-modules.ts'

export interface WorldOptions extends StartOptions {
  /** Absolute path of the checkout. */
  readonly repositoryRoot: string
  /** Already taken for this process; the world releases them when it stops. */
  readonly folders: HeldFolders
  readonly settings?: Partial<WorldSettings>
  /** Fewer modules make a smaller world, for tests of one part; by default all of the table. */
  readonly modules?: readonly AnyWorldModule[]
  readonly onProgress?: (report: ProgressReport) => void
  /** Disposed of by its creator; without one the world starts its own. */
  readonly machine?: MachineMonitor
}

/** A running world: every resource of the program runs. Disposing it ends all of them. */
export interface RunningWorld extends AsyncDisposable {
  readonly graph: ResourceGraph
  readonly settings: WorldSettings
  readonly clock: Clock
  readonly journal: Journal
  readonly wan: Wan
  readonly machine: MachineMonitor
  readonly network: RunningNetwork
  readonly visitors: RunningVisitors
  readonly failures: RunningFailures
  readonly folders: HeldFolders
  /** The world's credential, and the listeners that require it. */
  readonly trust: Trust
  /** PEM file to trust for TLS connections to the world's databases and edges. */
  readonly certificateFile: string
  /** `http://127.0.0.1:…`, what AWS_ENDPOINT_URL is set to. */
  readonly controlEndpoint: string
  running<Plan, Running extends RunningModule>(module: WorldModule<Plan, Running>): Running
  addresses(): readonly AddressLine[]
}

/** Starts every resource of the graph and resolves when all of them are up. */
export async function startWorld(graph: ResourceGraph, options: WorldOptions): Promise<RunningWorld> {
  await using undo = new AsyncDisposableStack()
  const { folders } = options
  undo.defer(() => folders.release())
  const settings = createSettings(options.settings)
  const clock = createRealClock()
  const journal = undo.use(createJournal(clock, join(folders.run, 'journal.jsonl')))
  const machine = options.machine ?? undo.use(monitorMachine({ clock, source: createSystemSource() }))
  noteInJournal(machine, journal)
  const trust = createTrust({ isOpen: settings.isOpen })
  const wan = undo.use(createWan(settings, clock, journal))
  const certificates = await createAuthority(folders.run)

  const modules = undo.use(await startModules(options.modules ?? MODULES, createWorld, options))
  const network = runningOf(modules, networkModule)
  const visitors = undo.use(await startVisitors(createWorld(modules.get), network))
  const control = undo.use(await startControl(modules, journal, trust, settings.ports.control))
  undo.use(
    await serveAwsEndpoints({
      services: control.outages.services,
      controlPort: control.port,
      network,
      certificates,
    }),
  )
  // Started last and so stopped first: every failure is healed before anything else stops.
  const failures = undo.use(
    await startFailures(
      { clock, journal, wan, machine, outages: control.outages, modules: modules.started() },
      trust,
      settings.ports.failures,
    ),
  )
  journal.record({ module: 'world', event: 'world started', subject: graph.contents.stack })
  const standing = undo.move()

  return {
    graph,
    settings,
    clock,
    journal,
    wan,
    machine,
    network,
    visitors,
    failures,
    folders,
    trust,
    certificateFile: certificates.certificateFile,
    controlEndpoint: `http://127.0.0.1:${control.port}`,
    running: (module) => runningOf(modules, module),
    addresses: () => [
      ...modules.all().flatMap((module) => module.addresses()),
      ...visitors.addresses(),
      ...failures.addresses(),
    ],
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }

  function createWorld(lookUp: (name: string) => RunningModule | undefined): World {
    return {
      graph,
      settings,
      clock,
      patientClock: machine.patientClock,
      journal,
      wan,
      certificates,
      trust,
      folders,
      repositoryRoot: options.repositoryRoot,
      progress: (report) => options.onProgress?.(report),
      running: (module) => runningOf({ get: lookUp }, module),
    }
  }
}

function noteInJournal(machine: MachineMonitor, journal: Journal): void {
  machine.onChange((load) => {
    const event = load.isTooBusy ? 'machine is too busy: not a measurement' : 'machine is no longer too busy'
    journal.record({ module: 'world', event, subject: 'this machine', detail: { ...load } })
  })
}

function startControl(
  modules: RunningModules,
  journal: Journal,
  trust: Trust,
  port: number,
): Promise<ControlEndpoint> {
  const services = modules.all().flatMap((module) => module.control ?? [])
  return startControlEndpoint(services, journal, trust, port)
}

function runningOf<Plan, Running extends RunningModule>(
  modules: Pick<RunningModules, 'get'>,
  module: WorldModule<Plan, Running>,
): Running {
  const running = modules.get(module.name)
  if (!running) throw new Error(`${module.name} is not running in this world`)
  // The table starts each module with its own `start`, so this is the type that `start` returned.
  return running as Running
}
