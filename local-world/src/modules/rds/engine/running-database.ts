import type { RegionId } from '@meridian/topology'
import {
  applyClusterEvent,
  applyInstanceEvent,
  applySynchronizationEvent,
  clusterOf,
  type DatabaseState,
  firstInstance,
  instanceOf,
  membersOf,
  roleOf,
  type Transition,
  writerOf,
} from '../model/database-state.ts'
import { delaysOf, type RdsDelays } from '../model/delays.ts'
import type { EventSource, EventText, RdsEvent } from '../model/events.ts'
import type { InstanceEvent } from '../model/instance-status.ts'
import { membersReady } from '../model/role-change.ts'
import type { ClusterPlan, InstancePlan } from '../plan/types.ts'
import type { AdministratorConnection } from './administration.ts'
import { administratorOf } from './administration.ts'
import type { RdsDependencies } from './dependencies.ts'
import type { InstanceRuntime } from './instance-runtime.ts'
import { PublishedEndpoints } from './published-endpoints.ts'
import { ReplicationWatch } from './replication-watch.ts'
import { type ServedDatabase, startServer } from './server-setup.ts'
import type { UpstreamLink } from './upstream-link.ts'

/** DescribeEvents looks back one hour by default; a change of writer emits about ten events. */
const KEPT_EVENTS = 2_000

/**
 * One running database: connects the model, which decides, to the servers, which carry it out.
 *
 * Every event goes through the model first; the resulting change is journalled and acted on.
 */
export class RunningDatabase implements ServedDatabase, AsyncDisposable {
  readonly dependencies: RdsDependencies
  readonly delays: RdsDelays
  /** Aborted when the database ends, to stop all waiting. */
  readonly ended = new AbortController()
  #state: DatabaseState
  readonly #runtimes = new Map<string, InstanceRuntime>()
  readonly #links = new Map<string, UpstreamLink>()
  readonly #restarts = new Map<string, () => void>()
  /** Of slow disks, by instance. */
  readonly commitDelaysMs = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  readonly #events: RdsEvent[] = []
  readonly #work = new Set<Promise<void>>()
  readonly #endpoints: PublishedEndpoints
  readonly #watch: ReplicationWatch
  #disposal: Promise<void> | undefined

  constructor(state: DatabaseState, dependencies: RdsDependencies) {
    this.#state = state
    this.dependencies = dependencies
    this.delays = delaysOf(dependencies.world.settings)
    this.#endpoints = new PublishedEndpoints(dependencies.network)
    this.#watch = new ReplicationWatch(dependencies.world.clock, (streaming) => this.noticeStreams(streaming))
  }

  get state(): DatabaseState {
    return this.#state
  }

  get events(): readonly RdsEvent[] {
    return this.#events
  }

  get runtimes(): readonly InstanceRuntime[] {
    return [...this.#state.instances.keys()].flatMap((id) => this.#runtimes.get(id) ?? [])
  }

  has(instanceId: string): boolean {
    return this.#runtimes.has(instanceId)
  }

  runtime(instanceId: string): InstanceRuntime {
    const { plan } = instanceOf(this.#state, instanceId)
    const runtime = this.#runtimes.get(plan.id)
    if (!runtime) throw new Error(`Instance "${plan.id}" does not run yet`)
    return runtime
  }

  administrator(instanceId: string): AdministratorConnection {
    return administratorOf(this.runtime(instanceId), this.dependencies.template)
  }

  clusterOf(instanceId: string): ClusterPlan {
    return clusterOf(this.#state, instanceOf(this.#state, instanceId).plan.clusterId).plan
  }

  roleOf(instanceId: string): 'writer' | 'reader' {
    return roleOf(this.#state, instanceId)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  addRuntime(runtime: InstanceRuntime): void {
    this.#runtimes.set(runtime.plan.id, runtime)
  }

  /** Keeps the link to the upstream; an earlier link is closed. */
  addLink(instanceId: string, link: UpstreamLink): UpstreamLink {
    void this.#links.get(instanceId)?.[Symbol.asyncDispose]()
    this.#links.set(instanceId, link)
    return link
  }

  reportStarting(instance: InstancePlan): void {
    this.dependencies.world.progress({ module: 'rds', subject: instance.id, state: 'starting' })
  }

  /** From here on, names resolve, and clusters and streams are watched. */
  open(): void {
    for (const cluster of this.#state.clusters.keys())
      this.accept(applyClusterEvent(this.#state, cluster, 'storageReady'), 'cluster', cluster)
    this.accept(membersReady(this.#state), 'global cluster', this.#state.writerClusterId)
    this.#endpoints.publish(
      () => this.#state,
      (id) => this.runtime(id),
    )
    this.watchWriter()
  }

  watchWriter(): void {
    const writer = writerOf(this.#state)
    if (writer) this.#watch.follow(this.administrator(writer.id))
  }

  /** Roles are about to change: the state of the streams means nothing meanwhile. */
  pauseWatch(): void {
    this.#watch.pause()
  }

  noticeOpened(instanceId: string): void {
    const { plan } = this.apply(instanceId, 'opened')
    this.dependencies.world.progress({
      module: 'rds',
      subject: plan.id,
      state: 'ready',
      note: this.roleOf(plan.id),
    })
  }

  noticeDeath(instanceId: string): void {
    const { status } = this.apply(instanceId, 'ended')
    // A dead writer has no followers; the watch would notice within a second.
    if (writerOf(this.#state)?.id === instanceId) this.noticeStreams(new Set())
    if (status === 'recovering') this.#restartLater(instanceId)
  }

  /** Records which instances the writer streams to now. */
  noticeStreams(streaming: ReadonlySet<string>): void {
    for (const { plan, lineage } of membersOf(this.#state)) {
      const first = firstInstance(this.#state, plan.id)
      if (!first || plan.id === this.#state.writerClusterId) continue
      const event = streaming.has(first.id) && lineage === 'shared' ? 'streaming' : 'silent'
      this.accept(applySynchronizationEvent(this.#state, plan.id, event), 'replication', plan.id)
    }
  }

  async stop(instanceId: string): Promise<void> {
    this.apply(instanceId, 'stopRequested')
    this.#restarts.get(instanceId)?.()
    await this.runtime(instanceId).server.stop('fast')
    this.apply(instanceId, 'ended')
  }

  async start(instanceId: string): Promise<void> {
    const { plan } = this.apply(instanceId, 'startRequested')
    await startServer(this, plan)
    this.noticeOpened(instanceId)
  }

  /** Starts what ran in a region before it was lost. */
  restoreRegion(region: RegionId): void {
    for (const { plan, status } of this.#state.instances.values())
      if (plan.region === region && status === 'recovering') this.#restartLater(plan.id)
  }

  record(event: string, instance: InstancePlan, detail?: Readonly<Record<string, unknown>>): void {
    const entry = { module: 'rds', event, subject: instance.id, region: instance.region }
    this.dependencies.world.journal.record(detail ? { ...entry, detail } : entry)
  }

  /** Keeps an event for DescribeEvents and journals it. */
  announce({ id, categories, message }: EventText, source: EventSource): void {
    const { clock, journal } = this.dependencies.world
    this.#events.push({ id, categories, message, source, atMs: clock.now() })
    if (this.#events.length > KEPT_EVENTS) this.#events.shift()
    const detail = { id, message }
    journal.record({ module: 'rds', event: 'event', subject: source.id, region: source.region, detail })
    this.#tell()
  }

  /** Runs work in the background; disposing the database waits for it, and a failure is journalled. */
  undertake(subject: InstancePlan, work: () => Promise<void>): void {
    const running = work().catch((error: Error) => {
      if (!this.ended.signal.aborted) this.record('work failed', subject, { reason: error.message })
    })
    this.#work.add(running)
    void running.finally(() => this.#work.delete(running))
  }

  apply(instanceId: string, event: InstanceEvent) {
    this.accept(applyInstanceEvent(this.#state, instanceId, event), 'instance', instanceId)
    return instanceOf(this.#state, instanceId)
  }

  /** Applies a change of the model; `subject` is the instance or cluster that it concerns. */
  accept({ state, change }: Transition, kind: string, subject: string): void {
    this.#state = state
    if (!change) return
    const { region } = state.instances.get(subject)?.plan ?? clusterOf(state, subject).plan
    const detail = { from: change.from }
    this.dependencies.world.journal.record({
      module: 'rds',
      event: `${kind} ${change.to}`,
      subject,
      region,
      detail,
    })
    this.#tell()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#end()
    await this.#disposal
  }

  /** Names first, so no client is sent to a stopping server; links last, as streams run through them. */
  async #end(): Promise<void> {
    this.ended.abort()
    await this.#watch[Symbol.asyncDispose]()
    for (const cancel of this.#restarts.values()) cancel()
    for (const id of this.#state.instances.keys()) this.apply(id, 'deleteRequested')
    this.#endpoints.withdraw()
    await Promise.all(this.runtimes.map((runtime) => runtime.server.stop('immediate')))
    await Promise.all(this.#work)
    await Promise.all(this.runtimes.map((runtime) => this.#endRuntime(runtime)))
    await Promise.all([...this.#links.values()].map((link) => link[Symbol.asyncDispose]()))
  }

  async #endRuntime({ server, networkInterface }: InstanceRuntime): Promise<void> {
    networkInterface.close()
    // The data is not kept, so there is nothing to flush first.
    await server.stop('immediate')
    await server.releaseMemory()
  }

  #restartLater(instanceId: string): void {
    const { clock } = this.dependencies.world
    this.#restarts.get(instanceId)?.()
    const cancel = clock.after(this.delays.restart, () => void this.#restart(instanceId))
    this.#restarts.set(instanceId, cancel)
  }

  async #restart(instanceId: string): Promise<void> {
    const instance = instanceOf(this.#state, instanceId)
    if (instance.status !== 'recovering' || !this.#mayRestart(instance.plan)) return
    try {
      await startServer(this, instance.plan)
      this.noticeOpened(instanceId)
    } catch (error) {
      // Its children may still hold its memory, or it was stopped meanwhile: the status decides whether to continue.
      this.record('restart failed', instance.plan, { reason: (error as Error).message })
      if (instanceOf(this.#state, instanceId).status === 'recovering') this.#restartLater(instanceId)
    }
  }

  /**
   * Servers of a lost region stay down. Diverged data is rebuilt as soon as it can be reached, so its server is restarted
   * only where it cannot be reached: there the cluster is unaware of the failover and keeps writing.
   */
  #mayRestart({ clusterId, region }: InstancePlan): boolean {
    const { reachability } = this.dependencies
    if (reachability.isLost(region)) return false
    const writer = writerOf(this.#state)
    if (clusterOf(this.#state, clusterId).lineage !== 'diverged' || !writer) return true
    return !reachability.canReach(writer.region, region)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
