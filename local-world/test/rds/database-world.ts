import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResourceGraph } from '@meridian/resource-graph'
import { inRegion, REGION_IDS } from '@meridian/topology'
import { type Clock, createRealClock } from '../../src/kernel/clock.ts'
import { createJournal, type Journal } from '../../src/kernel/journal.ts'
import {
  createSystemSource,
  type MachineMonitor,
  monitorMachine,
} from '../../src/kernel/machine-load/index.ts'
import type { ProgressReport, World } from '../../src/kernel/module.ts'
import { createSettings, type WorldSettings } from '../../src/kernel/settings.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'
import type { Wan } from '../../src/kernel/wan.ts'
import type { NetworkInterface, RunningNetwork } from '../../src/modules/network/running.ts'
import { startRds } from '../../src/modules/rds/engine/start.ts'
import { planRds } from '../../src/modules/rds/plan/plan.ts'
import type { RunningRds } from '../../src/modules/rds/running.ts'
import { createWan } from '../../src/wan/create-wan.ts'
import { createAuthority } from '../../src/world/authority.ts'
import { fixtureGraph } from './fixture-program.ts'

export interface DatabaseWorld extends AsyncDisposable {
  readonly rds: RunningRds
  readonly journal: Journal
  readonly wan: Wan
  readonly machine: MachineMonitor
  readonly progress: readonly ProgressReport[]
  readonly runFolder: string
  /** PEM file of the world's CA. */
  readonly authorityFile: string
  /** Loopback port behind a name of the database, as the network would route it. */
  portOf(name: string): number
  /** The CNAME target of a name of the database. */
  aliasOf(name: string): string | undefined
}

export interface DatabaseWorldOptions {
  readonly graph?: ResourceGraph
  readonly settings?: Partial<WorldSettings>
  /** For AWS's own delays; servers and links always use real time. */
  readonly clock?: Clock
  /** Where folders are created; by default the system's temporary folder. */
  readonly parent?: string
}

/** The checkout's own cache: tests start from the same template as its world. */
const CACHE = join(import.meta.dirname, '../../../.world/cache')
const NO_DISTANCE = { table: 'none', jitterMs: 0, bandwidthMbps: 1_000 } as const

/** Starts a world with only databases, their distances and names. */
export async function startDatabaseWorld(options: DatabaseWorldOptions = {}): Promise<DatabaseWorld> {
  await using undo = new AsyncDisposableStack()
  const run = await mkdtemp(join(options.parent ?? tmpdir(), 'meridian-rds-'))
  undo.defer(() => rm(run, { recursive: true }))
  await chmod(run, 0o755) // As in a world, for servers that run as another user.
  const { clock = createRealClock() } = options
  const journal = createJournal(clock)
  const settings = createSettings({ wan: NO_DISTANCE, timeScale: 0.05, ...options.settings })
  const machine = undo.use(monitorMachine({ clock: createRealClock(), source: createSystemSource() }))
  const wan = undo.use(createWan(settings, createRealClock(), journal))
  const certificates = await createAuthority(run)
  const progress: ProgressReport[] = []
  const names = new Names()
  const graph = options.graph ?? fixtureGraph()
  const world: World = {
    graph,
    settings,
    clock,
    journal,
    wan,
    certificates,
    patientClock: machine.patientClock,
    trust: createTrust(),
    folders: { run, cache: CACHE },
    repositoryRoot: run,
    progress: (report) => progress.push(report),
    running: () => {
      throw new Error('Only databases run in this world')
    },
  }
  const rds = undo.use(await startRds(planRds(graph), world, names.network))
  const standing = undo.move()
  return {
    rds,
    journal,
    wan,
    machine,
    progress,
    runFolder: run,
    authorityFile: certificates.certificateFile,
    portOf: (name) => names.portOf(name),
    aliasOf: (name) => names.aliasOf(name),
    [Symbol.asyncDispose]: () => standing.disposeAsync(),
  }
}

/** The part of the network that databases need: addresses that serve ports, and names that resolve to addresses. */
class Names {
  readonly #addresses = new Map<string, (clientSubnet: string) => readonly string[]>()
  readonly #ports = new Map<string, number>()
  readonly #aliases = new Map<string, () => string | undefined>()
  #attached = 0

  portOf(name: string): number {
    const [address] = this.#addresses.get(name)?.('198.18.82.0') ?? []
    const port = address === undefined ? undefined : this.#ports.get(address)
    if (port === undefined) throw new Error(`"${name}" leads nowhere`)
    return port
  }

  aliasOf(name: string): string | undefined {
    return this.#aliases.get(name)?.()
  }

  get network(): RunningNetwork {
    const offered: Partial<RunningNetwork> = {
      attach: ({ subnetId, description }) => this.#attach(subnetId, description),
      publishName: (name, addresses, alias) => {
        this.#addresses.set(name, addresses)
        if (alias) this.#aliases.set(name, alias)
      },
      withdrawName: (name) => void this.#addresses.delete(name),
    }
    return offered as RunningNetwork
  }

  #attach(subnetId: string, description: string): NetworkInterface {
    this.#attached += 1
    const address = `10.0.0.${this.#attached}`
    const region = REGION_IDS.find((id) => subnetId.includes(id)) ?? 'us-east-1'
    const offered: Partial<NetworkInterface> = {
      id: `eni-${this.#attached}`,
      description,
      address,
      subnetId,
      place: inRegion(region),
      serve: (port, loopbackPort) => {
        if (port === 5432) this.#ports.set(address, loopbackPort)
      },
      close: () => void this.#ports.delete(address),
    }
    return offered as NetworkInterface
  }
}
