import type { ResourceGraph } from '@meridian/resource-graph'
import type { RegionId } from '@meridian/topology'
import type { CertificateAuthority } from './certificates.ts'
import type { Clock } from './clock.ts'
import type { FailureKind, Heal } from './failure.ts'
import type { HonouredProperties } from './honoured-properties.ts'
import type { Journal } from './journal.ts'
import type { InvokeProvider, ResourceProvider } from './resource-provider.ts'
import type { WorldSettings } from './settings.ts'
import type { Trust } from './trust/trust.ts'
import type { Wan } from './wan.ts'
import type { WireService } from './wire-service.ts'

/** One line of the block of addresses that a started world prints. */
export interface AddressLine {
  /** Heading it is printed under: `Edges`, `Load balancers`, `Databases`. */
  readonly section: string
  readonly label: string
  /** A URL or `host:port` that a person can use from this machine. */
  readonly address: string
  /** The name it has inside the world, when that differs. */
  readonly name?: string
}

/** Progress of one resource while the world boots. */
export interface ProgressReport {
  readonly module: string
  readonly subject: string
  readonly state: 'starting' | 'ready' | 'failed'
  readonly note?: string
}

/** What every running module offers in addition to its own methods. Disposing twice is fine. */
export interface RunningModule extends AsyncDisposable {
  addresses(): readonly AddressLine[]
  /** The AWS service it answers for on the control endpoint, if any. */
  readonly control?: WireService
}

/** What a module may use while it starts and runs. */
export interface World {
  readonly graph: ResourceGraph
  readonly settings: WorldSettings
  readonly clock: Clock
  /** The clock for limits on processes: it slows down while this machine is too busy to let them run. */
  readonly patientClock: Clock
  readonly journal: Journal
  readonly wan: Wan
  /** Signs the certificates of the world's databases and edges. */
  readonly certificates: CertificateAuthority
  /** The world's credential; every HTTP listener is opened with it. */
  readonly trust: Trust
  /** Folders of this world; everything under `run` is deleted at the end, `cache` is kept. */
  readonly folders: { readonly run: string; readonly cache: string }
  /** Absolute path of the checkout, where `services/` is. */
  readonly repositoryRoot: string
  progress(report: ProgressReport): void
  /** A module named in `needs`, already running. */
  running<Plan, Running extends RunningModule>(module: WorldModule<Plan, Running>): Running
}

/** What `prepare` works with. */
interface PreparationPlace {
  readonly cacheFolder: string
  readonly repositoryRoot: string
}

/** What one AWS service contributes to a running world. */
export interface WorldModule<Plan, Running extends RunningModule> {
  readonly name: string
  /** The Pulumi types that this module provides, with what the AWS provider would return for each. */
  readonly resources: Readonly<Record<string, ResourceProvider>>
  /** The properties of each type that it honours; absent for a module that only records its types. */
  readonly honoured?: HonouredProperties
  /** Provider functions it implements, such as `aws:index/getRegion:getRegion`. */
  readonly invokes?: Readonly<Record<string, InvokeProvider>>
  /** Modules that must be up first. */
  readonly needs: readonly string[]
  /** Builds and caches what does not depend on the program; runs while the program runs. */
  prepare?(place: PreparationPlace): Promise<void>
  /** Same graph, same plan; no I/O. Throws if the program has a problem. */
  plan(graph: ResourceGraph): Plan
  /** Starts real processes and listeners; disposing the result ends all of them. */
  start(plan: Plan, world: World): Promise<Running>
  /** What drills can break in it. */
  readonly failures?: readonly FailureKind<Running>[]
  /** Takes down everything it runs in a region; the returned function brings it back. */
  loseRegion?(running: Running, region: RegionId): Promise<Heal>
  /** Its part of `GET /state`, as plain values for people and tests. */
  describe?(running: Running): Promise<Readonly<Record<string, unknown>>>
}

// A table of modules cannot know each one's Plan; `any` here lets the registry hold them all.
// biome-ignore lint/suspicious/noExplicitAny: the registry is heterogeneous by design
export type AnyWorldModule = WorldModule<any, any>
