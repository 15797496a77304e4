import { join } from 'node:path'
import type { World } from '../../../kernel/module.ts'
import { ProcessLog } from '../../../kernel/process-log.ts'
import type { Tags } from '../../../kernel/tags.ts'
import type { RunningElbv2, Target } from '../../elbv2/running.ts'
import type { LogStreamWriter, RunningLogs } from '../../logs/running.ts'
import type { NetworkInterface, RunningNetwork } from '../../network/running.ts'
import type { RunningSecretsManager } from '../../secretsmanager/running.ts'
import type {
  ClusterPlan,
  ContainerPlan,
  ServiceLoadBalancer,
  TaskDefinitionPlan,
} from '../model/ecs-plan.ts'
import { isActive, nextTaskState, type TaskEvent, type TaskState } from '../model/task-lifecycle.ts'
import type { ContainerOverride, StopCode, TaskView } from '../running.ts'
import { type Container, startContainer } from './container.ts'
import type { ImageTable } from './images.ts'
import type { LaunchSlots } from './launch-slots.ts'
import type { MetadataEndpoint } from './metadata-endpoint.ts'
import { containerEnvironment } from './task-environment.ts'
import type { XrayCollector } from './xray-collector.ts'

/** Dependencies of all tasks. */
export interface TaskDependencies {
  readonly world: World
  readonly network: RunningNetwork
  readonly elbv2: RunningElbv2
  readonly secrets: RunningSecretsManager
  readonly images: ImageTable
  readonly metadata: MetadataEndpoint
  readonly xray: XrayCollector
  readonly logs: RunningLogs
  readonly launchSlots: LaunchSlots
}

export interface TaskRequest {
  readonly id: string
  readonly definition: TaskDefinitionPlan
  readonly cluster: ClusterPlan
  readonly serviceArn: string | undefined
  /** `service:web` or `family:job`. */
  readonly group: string
  /** The deployment, or a note by the caller. */
  readonly startedBy: string | undefined
  /** Undefined for a launch type. */
  readonly capacityProvider: string | undefined
  readonly tags: Tags
  readonly subnetId: string
  readonly zone: string
  readonly securityGroupIds: readonly string[]
  readonly hasPublicAddress: boolean
  readonly loadBalancers: readonly ServiceLoadBalancer[]
  readonly overrides: Readonly<Record<string, ContainerOverride>>
  readonly onChange: () => void
}

/** How long a task that starts keeps the next one waiting at most. */
const LAUNCH_MS = 3_000
/** How long a closing world waits for its tasks before it kills them. */
const LAST_GRACE_MS = 1_500

/** One task: a network interface, its containers' processes, and its target group registrations. */
export class RunningTask {
  readonly request: TaskRequest
  readonly createdAtMs: number
  readonly #dependencies: TaskDependencies
  readonly #log: ProcessLog
  readonly #stopped = Promise.withResolvers<void>()
  #state: TaskState = 'PROVISIONING'
  readonly #reachedAtMs: Partial<Record<TaskState, number>> = {}
  readonly #containers: Container[] = []
  #interface: NetworkInterface | undefined
  #attachment: AsyncDisposable | undefined
  #targets: readonly { readonly targetGroupArn: string; readonly target: Target }[] = []
  #startedAtMs: number | undefined
  /** Patient clock time. */
  #runsSinceMs: number | undefined
  #stoppedAtMs: number | undefined
  #stop: { readonly code: StopCode; readonly reason: string } | undefined

  constructor(request: TaskRequest, dependencies: TaskDependencies) {
    const { folders, clock } = dependencies.world
    this.request = request
    this.#dependencies = dependencies
    this.#log = new ProcessLog(
      join(folders.run, 'logs', `${request.definition.family}-${request.id.slice(0, 8)}.log`),
    )
    this.createdAtMs = clock.now()
    this.#reachedAtMs.PROVISIONING = this.createdAtMs
  }

  get arn(): string {
    const { definition, cluster, id } = this.request
    return `${definition.arn.split(':task-definition/')[0]}:task/${cluster.name}/${id}`
  }

  get state(): TaskState {
    return this.#state
  }

  get isActive(): boolean {
    return isActive(this.#state)
  }

  get pids(): readonly number[] {
    return this.#containers.flatMap(({ pid }) => pid ?? [])
  }

  /** How long it has run, without the delays of a busy machine. */
  get runningMs(): number {
    return this.#runsSinceMs === undefined
      ? 0
      : this.#dependencies.world.patientClock.now() - this.#runsSinceMs
  }

  get targets() {
    return this.#targets
  }

  get logTail(): string {
    return this.#log.tail
  }

  /** Resolves when all of its resources are released. */
  get stopped(): Promise<void> {
    return this.#stopped.promise
  }

  /** Resolves when it runs or has failed to start. */
  async start(): Promise<void> {
    const { serviceArn } = this.request
    // What somebody runs by hand, such as a migration, waits for no service.
    const slot = serviceArn === undefined ? undefined : await this.#dependencies.launchSlots.take()
    try {
      if (!this.#stop) await this.#startContainers()
    } catch (error) {
      await this.stop('TaskFailedToStart', (error as Error).message)
      return
    } finally {
      if (slot) void this.#untilLoaded().then(() => slot.leave())
    }
    if (this.#state !== 'ACTIVATING') return
    for (const { targetGroupArn, target } of this.#targets)
      this.#dependencies.elbv2.register(targetGroupArn, target)
    const { clock, patientClock } = this.#dependencies.world
    this.#startedAtMs = clock.now()
    this.#runsSinceMs = patientClock.now()
    this.#happened('registered')
    this.#record('task is running')
  }

  /** Deregisters, sends SIGTERM, waits for the stop time-out, then kills. The first reason is kept. */
  async stop(code: StopCode, reason: string): Promise<void> {
    if (this.#stop) return this.stopped
    this.#stop = { code, reason }
    this.#happened(this.#hasEnded ? 'exited' : 'stopping')
    this.#record('task is stopping', { reason })
    await Promise.all(
      this.#targets.map(({ targetGroupArn, target }) =>
        this.#dependencies.elbv2.deregister(targetGroupArn, target),
      ),
    )
    this.#happened('deregistered')
    await Promise.all(this.#containers.map((container) => this.#end(container)))
    this.#happened('exited')
    await this.#release()
  }

  /** Stops it because the world is closing: no draining and a short grace period. */
  async abandon(): Promise<void> {
    this.#stop ??= { code: 'ServiceSchedulerInitiated', reason: 'The world ended' }
    for (const container of this.#containers) container.kill('SIGTERM')
    const cancel = this.#dependencies.world.patientClock.after(LAST_GRACE_MS, () => {
      for (const container of this.#containers) container.kill('SIGKILL')
    })
    await Promise.all(this.#containers.map(({ exited }) => exited))
    cancel()
    await this.#release()
  }

  /** Deletes its output, because the task is no longer listed. */
  forget(): void {
    this.#log.remove()
  }

  /** Kills its processes, like a crash; the scheduler does the rest. */
  kill(): void {
    for (const container of this.#containers) container.kill('SIGKILL')
  }

  /** Sends SIGSTOP to its processes: connections stay open without answers. */
  freeze(): void {
    for (const container of this.#containers) container.kill('SIGSTOP')
  }

  thaw(): void {
    for (const container of this.#containers) container.kill('SIGCONT')
  }

  /** Its region is lost: kills it without draining or SIGTERM. Resolves when all its resources are released. */
  lose(): Promise<void> {
    const stopping = this.stop('ServiceSchedulerInitiated', 'The region of the task was lost')
    this.kill()
    return stopping
  }

  view(): TaskView {
    const { request } = this
    return {
      arn: this.arn,
      id: request.id,
      region: request.definition.region,
      zone: request.zone,
      clusterArn: request.cluster.arn,
      serviceArn: request.serviceArn,
      taskDefinitionArn: request.definition.arn,
      lastStatus: this.#state,
      desiredStatus: this.#stop ? 'STOPPED' : 'RUNNING',
      address: this.#interface?.address,
      interfaceId: this.#interface?.id,
      containers: this.#containers.map(({ plan, pid, exitCode }) => ({
        name: plan.name,
        image: plan.image,
        pid,
        exitCode,
      })),
      createdAtMs: this.createdAtMs,
      startedAtMs: this.#startedAtMs,
      stoppedAtMs: this.#stoppedAtMs,
      reachedAtMs: this.#reachedAtMs,
      stopCode: this.#stop?.code,
      stoppedReason: this.#stop?.reason,
      logFile: this.#log.file,
    }
  }

  get #hasEnded(): boolean {
    return this.#containers.some(({ plan, exitCode }) => plan.isEssential && exitCode !== undefined)
  }

  async #startContainers(): Promise<void> {
    const { network } = this.#dependencies
    const { request } = this
    const networkInterface = network.attach({
      description: `task ${request.definition.family} ${request.id.slice(0, 8)}`,
      subnetId: request.subnetId,
      securityGroupIds: request.securityGroupIds,
      ...(request.hasPublicAddress ? { withPublicAddress: true } : {}),
    })
    this.#interface = networkInterface
    this.#targets = request.loadBalancers.map(({ targetGroupArn, containerPort }) => ({
      targetGroupArn,
      target: { address: networkInterface.address, port: containerPort, zone: request.zone },
    }))
    const attachment = await network.attachProcess(networkInterface)
    // Stopped while it waited for its network: start nothing.
    if (this.#stop) return attachment[Symbol.asyncDispose]()
    this.#attachment = attachment
    this.#happened('attached')
    for (const plan of request.definition.containers) {
      this.#containers.push(this.#startContainer(plan, attachment.environment, networkInterface))
    }
    this.#happened('started')
    this.#record('task started', { address: networkInterface.address, pid: this.#containers[0]?.pid })
  }

  /** Until its programs have been loaded or have ended, but not for long: one may never write anything. */
  async #untilLoaded(): Promise<void> {
    const { promise: isLate, resolve } = Promise.withResolvers<void>()
    const cancel = this.#dependencies.world.patientClock.after(LAUNCH_MS, resolve)
    await Promise.race([
      isLate,
      Promise.all(this.#containers.map(({ spoke, exited }) => Promise.race([spoke, exited]))),
    ])
    cancel()
  }

  #startContainer(
    plan: ContainerPlan,
    networkEnvironment: Readonly<Record<string, string>>,
    networkInterface: NetworkInterface,
  ): Container {
    const { world, secrets, images, metadata, xray } = this.#dependencies
    const { definition, id, overrides } = this.request
    const { command = plan.command, environment = {} } = overrides[plan.name] ?? {}
    const container = startContainer({ ...plan, command }, images(plan.image), {
      log: this.#log,
      stream: this.#openStream(plan),
      runFolder: world.folders.run,
      workingDirectory: world.repositoryRoot,
      environment: containerEnvironment({
        definition,
        container: plan,
        secrets,
        network: networkEnvironment,
        hostName: `ip-${networkInterface.address.replaceAll('.', '-')}.${definition.region}.compute.internal`,
        metadataUri: metadata.uriOf(id),
        credentialsUri: metadata.credentialsUriOf(id),
        xrayPort: xray.port,
        certificateFile: world.certificates.certificateFile,
        compileCache: join(world.folders.cache, 'compiled'),
        overrides: environment,
      }),
    })
    void container.exited.then((exitCode) => this.#containerEnded(container, exitCode))
    return container
  }

  /** Throws when the log group is missing: the task does not start, as on Fargate. */
  #openStream({ log, name }: ContainerPlan): LogStreamWriter | undefined {
    const stream = `${log?.streamPrefix}/${name}/${this.request.id}`
    return log && this.#dependencies.logs.openStream(log.region, log.group, stream)
  }

  /** An essential container that exits stops its task; others may exit. */
  #containerEnded({ plan }: Container, exitCode: number): void {
    if (this.#stop) return
    this.#record('container exited', { container: plan.name, exitCode })
    if (plan.isEssential) void this.stop('EssentialContainerExited', 'Essential container in task exited')
  }

  async #end(container: Container): Promise<void> {
    const { patientClock, settings } = this.#dependencies.world
    container.kill('SIGTERM')
    const cancel = patientClock.after(container.plan.stopTimeoutMs * settings.timeScale, () =>
      container.kill('SIGKILL'),
    )
    await container.exited
    cancel()
  }

  async #release(): Promise<void> {
    await this.#attachment?.[Symbol.asyncDispose]()
    this.#interface?.close()
    this.#log.close()
    this.#stoppedAtMs ??= this.#dependencies.world.clock.now()
    this.#happened('released')
    this.#record('task stopped', { reason: this.#stop?.reason, exitCode: this.#containers[0]?.exitCode })
    this.#stopped.resolve()
  }

  #happened(event: TaskEvent): void {
    const before = this.#state
    this.#state = nextTaskState(before, event)
    if (this.#state === before) return
    this.#reachedAtMs[this.#state] = this.#dependencies.world.clock.now()
    this.request.onChange()
  }

  #record(event: string, detail: Readonly<Record<string, unknown>> = {}): void {
    const { definition, id } = this.request
    this.#dependencies.world.journal.record({
      module: 'ecs',
      event,
      subject: `${definition.family} ${id.slice(0, 8)}`,
      region: definition.region,
      detail: { ...detail, task: id },
    })
  }
}
