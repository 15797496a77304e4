import { randomUUID } from 'node:crypto'
import type { Deployment } from '../model/deployments.ts'
import type { ServicePlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { afterStop, type ThrottleState, throttleDelayMs, UNTHROTTLED } from '../model/restart-throttle.ts'
import { nextRolloutStep, type ScheduledTask } from '../model/rollout.ts'
import type { ServiceView } from '../running.ts'
import { type Rollout, rolloutsOf } from './deployment.ts'
import { EarliestTimer } from './earliest-timer.ts'
import { RunningTask, type TaskDependencies } from './running-task.ts'
import { ServiceDeployments } from './service-deployments.ts'

export interface ServiceEvent {
  readonly id: string
  readonly createdAtMs: number
  readonly message: string
}

const KEPT_EVENTS = 100
const KEPT_STOPPED_TASKS = 20

interface Scheduled {
  readonly task: RunningTask
  readonly deploymentId: string
  wasHealthy: boolean
  /** It was stopped because its load balancer reported it unhealthy. */
  wasGivenUp: boolean
  /** Its end has been journalled and counted by the throttle. */
  isCounted: boolean
}

/** Keeps a service at its number of healthy tasks: the model decides what to do, this class does it. */
export class ServiceRunner {
  readonly plan: ServicePlan
  readonly createdAtMs: number
  readonly #dependencies: TaskDependencies
  readonly #zones: ReadonlyMap<string, string>
  #scheduled: readonly Scheduled[] = []
  #stopped: readonly RunningTask[] = []
  #events: readonly ServiceEvent[] = []
  #desiredCount: number
  readonly #deployments: ServiceDeployments
  #throttle: ThrottleState = UNTHROTTLED
  readonly #timer: EarliestTimer
  #isQueued = false
  #isClosed = false
  #isLost = false
  #wasSteady = false
  #steadyListeners: (() => void)[] = []

  constructor(plan: ServicePlan, dependencies: TaskDependencies, zones: ReadonlyMap<string, string>) {
    this.plan = plan
    this.createdAtMs = dependencies.world.clock.now()
    this.#dependencies = dependencies
    this.#zones = zones
    this.#desiredCount = plan.desiredCount
    this.#timer = new EarliestTimer(dependencies.world.clock, () => this.reconcile())
    this.#deployments = new ServiceDeployments(plan.taskDefinition, {
      breaker: plan.circuitBreaker,
      now: () => dependencies.world.clock.now(),
      report: (message) => this.#report(message),
    })
  }

  get tasks(): readonly RunningTask[] {
    return [...this.#scheduled.map(({ task }) => task), ...this.#stopped]
  }

  get events(): readonly ServiceEvent[] {
    return this.#events
  }

  get deployment(): Deployment {
    return this.#deployments.primary
  }

  get desiredCount(): number {
    return this.#desiredCount
  }

  scaleTo(count: number): void {
    this.#desiredCount = count
    this.#record(`desired count is ${count}`)
    this.reconcile()
  }

  get isSteady(): boolean {
    const current = this.#scheduled.filter(({ deploymentId }) => deploymentId === this.deployment.id)
    return (
      this.#scheduled.length === this.#desiredCount &&
      current.length === this.#desiredCount &&
      current.every((entry) => this.#healthOf(entry) === 'healthy')
    )
  }

  get healthyCount(): number {
    return this.#scheduled.filter((entry) => this.#healthOf(entry) === 'healthy').length
  }

  untilSteady(): Promise<void> {
    if (this.isSteady) return Promise.resolve()
    return new Promise((resolve) => this.#steadyListeners.push(resolve))
  }

  rollouts(): readonly Rollout[] {
    const active = this.#scheduled
      .filter(({ task }) => task.isActive)
      .map(({ task, deploymentId }) => ({ task, deployment: this.#deployments.find(deploymentId) }))
    return rolloutsOf(active, { deployment: this.deployment, desiredCount: this.#desiredCount })
  }

  view(): ServiceView {
    const active = this.#scheduled.filter(({ task }) => task.isActive)
    const running = active.filter(({ task }) => task.state === 'RUNNING')
    return {
      arn: this.plan.arn,
      name: this.plan.name,
      region: this.plan.region,
      clusterArn: this.plan.cluster.arn,
      desiredCount: this.#desiredCount,
      runningCount: running.length,
      pendingCount: active.length - running.length,
      isSteady: this.isSteady,
    }
  }

  forceNewDeployment(): void {
    this.deploy(this.deployment.definition)
  }

  /** Replaces all tasks with this revision, within the service's deployment bounds. */
  deploy(definition: TaskDefinitionPlan): void {
    this.#deployments.start(definition)
    this.#throttle = UNTHROTTLED
    this.#record('new deployment started')
    this.reconcile()
  }

  /** Loses all tasks; none is started until the region is restored. */
  async loseRegion(): Promise<void> {
    this.#isLost = true
    await Promise.all(this.#scheduled.map(({ task }) => task.lose()))
  }

  restoreRegion(): void {
    this.#isLost = false
    this.#throttle = UNTHROTTLED
    this.reconcile()
  }

  /** Changes within the same turn are handled together. */
  reconcile(): void {
    if (this.#isQueued || this.#isClosed) return
    this.#isQueued = true
    queueMicrotask(() => {
      this.#isQueued = false
      if (!this.#isClosed && !this.#isLost) this.#reconcileNow()
    })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer.cancel()
    await Promise.all(this.#scheduled.map(({ task }) => task.abandon()))
  }

  #reconcileNow(): void {
    for (const entry of this.#scheduled) this.#countFailure(entry)
    const active = this.#scheduled.filter(({ task }) => task.isActive)
    const step = nextRolloutStep(
      { ...this.plan, desiredCount: this.#desiredCount },
      active.map((entry) => this.#describe(entry)),
    )
    this.#stopTasks(active, step.stop)
    if (this.deployment.rolloutState !== 'FAILED') this.#startTasks(step.start)
    this.#announceSteadiness()
  }

  #describe(entry: Scheduled): ScheduledTask {
    const health = this.#healthOf(entry)
    if (health === 'healthy' && !entry.wasHealthy) {
      entry.wasHealthy = true
      this.#throttle = UNTHROTTLED
      this.#deployments.noticeHealthyTask(entry.deploymentId)
    }
    return { id: entry.task.request.id, isCurrent: entry.deploymentId === this.deployment.id, health }
  }

  /** The load balancer's view; the grace period covers a task that has just started. */
  #healthOf({ task }: Scheduled): ScheduledTask['health'] {
    if (task.state !== 'RUNNING') return 'starting'
    const states = task.targets.map(({ targetGroupArn, target }) =>
      this.#dependencies.elbv2
        .targetHealth(targetGroupArn)
        .find((known) => known.target.address === target.address && known.target.port === target.port),
    )
    if (states.every((known) => known?.state === 'healthy')) return 'healthy'
    const isIll = states.some((known) => known?.state === 'unhealthy')
    return isIll && this.#graceLeftMs(task) <= 0 ? 'unhealthy' : 'starting'
  }

  #graceLeftMs(task: RunningTask): number {
    const graceMs = this.plan.gracePeriodMs * this.#dependencies.world.settings.timeScale
    const leftMs = graceMs - task.runningMs
    if (leftMs > 0) this.#timer.lookIn(leftMs)
    return leftMs
  }

  #stopTasks(active: readonly Scheduled[], ids: readonly string[]): void {
    for (const entry of active) {
      if (!ids.includes(entry.task.request.id)) continue
      const isIll = this.#healthOf(entry) === 'unhealthy'
      const reason = isIll
        ? 'Task failed ELB health checks'
        : `Scaling activity initiated by deployment ${this.deployment.id}`
      this.#report(`has stopped 1 running tasks: (task ${entry.task.request.id}): ${reason}.`)
      entry.wasGivenUp = isIll
      void entry.task.stop('ServiceSchedulerInitiated', reason)
      if (isIll && !entry.wasHealthy) this.#noticeFailure(entry)
    }
  }

  #startTasks(count: number): void {
    if (count === 0) return
    const { clock, settings } = this.#dependencies.world
    const delayMs = throttleDelayMs(this.#throttle, clock.now(), settings.timeScale)
    if (delayMs > 0) {
      this.#timer.lookIn(delayMs)
      return
    }
    for (let started = 0; started < count; started++) this.#startTask()
  }

  #startTask(): void {
    const subnetId = this.#emptiestSubnet()
    const { cluster, network, loadBalancers, arn } = this.plan
    const task = new RunningTask(
      {
        id: randomUUID().replaceAll('-', ''),
        definition: this.deployment.definition,
        cluster,
        serviceArn: arn,
        group: `service:${this.plan.name}`,
        startedBy: this.deployment.id,
        capacityProvider: this.plan.capacity[0]?.capacityProvider,
        tags: this.plan.propagatedTags,
        subnetId,
        zone: this.#zones.get(subnetId) ?? '',
        securityGroupIds: network.securityGroupIds,
        hasPublicAddress: network.hasPublicAddress,
        loadBalancers,
        overrides: {},
        onChange: () => this.reconcile(),
      },
      this.#dependencies,
    )
    const deploymentId = this.deployment.id
    const entry: Scheduled = { task, deploymentId, wasHealthy: false, wasGivenUp: false, isCounted: false }
    this.#scheduled = [...this.#scheduled, entry]
    this.#report(`has started 1 tasks: (task ${task.request.id}).`)
    void task.start()
    void task.stopped.then(() => this.#ended(entry))
  }

  /** Journals a task that failed; one that exits before it was ever healthy delays the next ones. */
  #countFailure(entry: Scheduled): void {
    if (entry.task.isActive || entry.isCounted) return
    entry.isCounted = true
    const { id, stopCode, stoppedReason: reason } = entry.task.view()
    const endedByItself = stopCode === 'EssentialContainerExited' || stopCode === 'TaskFailedToStart'
    if (endedByItself || entry.wasGivenUp) this.#record('task replaced', { task: id, reason })
    if (!endedByItself) return
    this.#throttle = afterStop(this.#throttle, entry.wasHealthy, this.#dependencies.world.clock.now())
    if (!entry.wasHealthy) this.#noticeFailure(entry)
  }

  #noticeFailure({ deploymentId }: Scheduled): void {
    if (!this.#deployments.noticeFailedTask(deploymentId, this.#desiredCount)) return
    this.#throttle = UNTHROTTLED
    this.#record('deployment rolled back')
    this.reconcile()
  }

  #ended(entry: Scheduled): void {
    this.#scheduled = this.#scheduled.filter((other) => other !== entry)
    const stopped = [...this.#stopped, entry.task]
    for (const task of stopped.slice(0, -KEPT_STOPPED_TASKS)) task.forget()
    this.#stopped = stopped.slice(-KEPT_STOPPED_TASKS)
    this.reconcile()
  }

  /** Spreads tasks over the zones. */
  #emptiestSubnet(): string {
    const active = this.#scheduled.filter(({ task }) => task.isActive)
    const countIn = (subnetId: string) =>
      active.filter(({ task }) => task.request.subnetId === subnetId).length
    const [emptiest = ''] = [...this.plan.network.subnetIds].sort((a, b) => countIn(a) - countIn(b))
    return emptiest
  }

  #announceSteadiness(): void {
    const isSteady = this.isSteady
    if (isSteady) this.#deployments.noticeSteady()
    if (isSteady && !this.#wasSteady) {
      this.#report('has reached a steady state.')
      this.#record('service is steady')
      for (const listener of this.#steadyListeners.splice(0)) listener()
    }
    this.#wasSteady = isSteady
  }

  /** In ECS's wording, for DescribeServices. */
  #report(message: string): void {
    const createdAtMs = this.#dependencies.world.clock.now()
    const event = { id: randomUUID(), createdAtMs, message: `(service ${this.plan.name}) ${message}` }
    this.#events = [event, ...this.#events].slice(0, KEPT_EVENTS)
  }

  #record(event: string, detail?: Readonly<Record<string, unknown>>): void {
    const { name, region } = this.plan
    const entry = { module: 'ecs', event, subject: name, region, ...(detail && { detail }) }
    this.#dependencies.world.journal.record(entry)
  }
}
