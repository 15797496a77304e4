import type { AdministratorConnection } from './engine/administration.ts'
import { administratorOf, type InstanceBody, type Surroundings } from './engine/instance-body.ts'
import { ReplicationWatch } from './engine/replication-watch.ts'
import type { UpstreamLink } from './engine/upstream-link.ts'
import { InstanceStateError } from './errors.ts'
import {
  applyClusterEvent,
  applyInstanceEvent,
  applySynchronizationEvent,
  clusterOf,
  type DatabaseState,
  firstInstance,
  instanceOf,
  roleOf,
  type Transition,
  writerOf,
} from './model/database-state.ts'
import { endpointsOf } from './model/endpoints.ts'
import type { InstanceEvent } from './model/instance-status.ts'
import type { ClusterPlan, InstancePlan } from './plan/types.ts'

/** How long RDS takes to notice a dead server and to start it again, in AWS's time. [guess: "typically under a minute"] */
export const RESTART_DELAY_MS = 10_000

/**
 * One database that runs: joins the model, which says what is so, to the servers, which make it so.
 *
 * Every event goes through the model first; what the model says is journalled and acted upon.
 */
export class RunningDatabase implements AsyncDisposable {
  readonly surroundings: Surroundings
  #state: DatabaseState
  readonly #bodies = new Map<string, InstanceBody>()
  readonly #links = new Map<string, UpstreamLink>()
  readonly #restarts = new Map<string, () => void>()
  readonly #listeners = new Set<() => void>()
  readonly #watch: ReplicationWatch
  #publishedNames: readonly string[] = []
  #disposal: Promise<void> | undefined

  constructor(state: DatabaseState, surroundings: Surroundings) {
    this.#state = state
    this.surroundings = surroundings
    this.#watch = new ReplicationWatch(surroundings.world.clock, (streaming) => this.noticeStreams(streaming))
  }

  get state(): DatabaseState {
    return this.#state
  }

  get bodies(): readonly InstanceBody[] {
    return [...this.#state.instances.keys()].flatMap((id) => this.#bodies.get(id) ?? [])
  }

  has(instanceId: string): boolean {
    return this.#bodies.has(instanceId)
  }

  body(instanceId: string): InstanceBody {
    const { plan } = instanceOf(this.#state, instanceId)
    const body = this.#bodies.get(plan.id)
    if (!body) throw new Error(`Instance "${plan.id}" has no body yet`)
    return body
  }

  administrator(instanceId: string): AdministratorConnection {
    return administratorOf(this.body(instanceId), this.surroundings.template)
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

  addBody(body: InstanceBody): void {
    this.#bodies.set(body.plan.id, body)
  }

  /** Keeps the way to the upstream; the way before it, if any, is closed. */
  addLink(instanceId: string, link: UpstreamLink): UpstreamLink {
    void this.#links.get(instanceId)?.[Symbol.asyncDispose]()
    this.#links.set(instanceId, link)
    return link
  }

  reportStarting(instance: InstancePlan): void {
    this.surroundings.world.progress({ module: 'rds', subject: instance.id, state: 'starting' })
  }

  /** From here on names resolve, and clusters and streams are watched. */
  open(): void {
    for (const cluster of this.#state.clusters.keys())
      this.#accept(applyClusterEvent(this.#state, cluster, 'storageReady'), 'cluster', cluster)
    this.#publishNames()
    const writer = writerOf(this.#state)
    if (writer) this.#watch.follow(this.administrator(writer.id))
  }

  noticeOpened(instanceId: string): void {
    const { plan } = this.#apply(instanceId, 'opened')
    this.surroundings.world.progress({
      module: 'rds',
      subject: plan.id,
      state: 'ready',
      note: this.roleOf(plan.id),
    })
  }

  noticeDeath(instanceId: string): void {
    const { status } = this.#apply(instanceId, 'ended')
    if (status === 'recovering') this.#restartLater(instanceId)
  }

  /** Says which instances the writer's streams reach now. */
  noticeStreams(streaming: ReadonlySet<string>): void {
    for (const clusterId of this.#state.clusters.keys()) {
      const first = firstInstance(this.#state, clusterId)
      if (!first || clusterId === this.#state.writerClusterId) continue
      const event = streaming.has(first.id) ? 'streaming' : 'silent'
      this.#accept(applySynchronizationEvent(this.#state, clusterId, event), 'replication', clusterId)
    }
  }

  async kill(instanceId: string): Promise<void> {
    const { plan, status } = instanceOf(this.#state, instanceId)
    const { server } = this.body(instanceId)
    if (!server.isRunning)
      throw new InstanceStateError(
        `Instance "${instanceId}" is ${status}: there is no server to kill. Start it first.`,
      )
    this.record('server killed', plan)
    await server.kill()
  }

  async stop(instanceId: string): Promise<void> {
    this.#apply(instanceId, 'stopRequested')
    this.#restarts.get(instanceId)?.()
    await this.body(instanceId).server.stop('fast')
    this.#apply(instanceId, 'ended')
  }

  async start(instanceId: string): Promise<void> {
    this.#apply(instanceId, 'startRequested')
    await this.body(instanceId).server.start()
    this.noticeOpened(instanceId)
  }

  record(event: string, instance: InstancePlan, detail?: Readonly<Record<string, unknown>>): void {
    const entry = { module: 'rds', event, subject: instance.id, region: instance.region }
    this.surroundings.world.journal.record(detail ? { ...entry, detail } : entry)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposal ??= this.#end()
    await this.#disposal
  }

  /** Names first, so that nobody is sent to a server that ends; links last, for the streams run through them. */
  async #end(): Promise<void> {
    await this.#watch[Symbol.asyncDispose]()
    for (const cancel of this.#restarts.values()) cancel()
    for (const id of this.#state.instances.keys()) this.#apply(id, 'deleteRequested')
    for (const name of this.#publishedNames) this.surroundings.network.withdrawName(name)
    await Promise.all(this.bodies.map((body) => this.#endBody(body)))
    await Promise.all([...this.#links.values()].map((link) => link[Symbol.asyncDispose]()))
  }

  async #endBody({ server, networkInterface }: InstanceBody): Promise<void> {
    networkInterface.close()
    // Nothing of the data is kept, so there is nothing to write down first.
    await server.stop('immediate')
    await server.releaseMemory()
  }

  #publishNames(): void {
    const endpoints = endpointsOf(this.#state)
    for (const endpoint of endpoints) {
      let turn = 0
      this.surroundings.network.publishName(endpoint.name, () => {
        const addresses = endpoint
          .targets(this.#state)
          .map(({ id }) => this.body(id).networkInterface.address)
        // One address an answer, a different one each time: how Aurora spreads readers.
        const address = addresses[turn++ % Math.max(addresses.length, 1)]
        return address === undefined ? [] : [address]
      })
    }
    this.#publishedNames = endpoints.map((endpoint) => endpoint.name)
  }

  #restartLater(instanceId: string): void {
    const { clock, settings } = this.surroundings.world
    const cancel = clock.after(RESTART_DELAY_MS * settings.timeScale, () => void this.#restart(instanceId))
    this.#restarts.set(instanceId, cancel)
  }

  async #restart(instanceId: string): Promise<void> {
    const instance = instanceOf(this.#state, instanceId)
    if (instance.status !== 'recovering') return
    try {
      await this.body(instanceId).server.start()
      this.noticeOpened(instanceId)
    } catch (error) {
      // Its children may still hold its memory, or somebody stopped it meanwhile: the status decides whether to go on.
      this.record('restart failed', instance.plan, { reason: (error as Error).message })
      if (instanceOf(this.#state, instanceId).status === 'recovering') this.#restartLater(instanceId)
    }
  }

  #apply(instanceId: string, event: InstanceEvent) {
    this.#accept(applyInstanceEvent(this.#state, instanceId, event), 'instance', instanceId)
    return instanceOf(this.#state, instanceId)
  }

  #accept(
    { state, change }: Transition,
    kind: 'instance' | 'cluster' | 'replication',
    subject: string,
  ): void {
    this.#state = state
    if (!change) return
    const region =
      kind === 'instance' ? instanceOf(state, subject).plan.region : clusterOf(state, subject).plan.region
    this.surroundings.world.journal.record({
      module: 'rds',
      event: `${kind} ${change.to}`,
      subject,
      region,
      detail: { from: change.from },
    })
    for (const listener of this.#listeners) listener()
  }
}
