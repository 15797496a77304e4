import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { RegionId } from '@meridian/topology'
import { watchForStall } from '../../../kernel/stall.ts'
import { createEcsControl } from '../control/service.ts'
import { EcsError } from '../errors.ts'
import type { ClusterPlan, EcsPlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { findTaskDefinition } from '../model/find-task-definition.ts'
import { TaskDefinitionRegister } from '../model/task-definition-register.ts'
import type { RunningEcs, RunTaskRequest, TaskOutcome } from '../running.ts'
import { LaunchSlots } from './launch-slots.ts'
import { type DescribedTask, startMetadataEndpoint } from './metadata-endpoint.ts'
import { RunningTask, type TaskDependencies } from './running-task.ts'
import { ServiceRunner } from './service-runner.ts'
import { startXrayCollector } from './xray-collector.ts'

const MS_PER_SECOND = 1_000
const KEPT_SINGLE_TASKS = 50

/** Starts every service's tasks; resolves when their processes have started, not when they are healthy (`untilSteady`). */
export async function startEcs(
  plan: EcsPlan,
  dependencies: Omit<TaskDependencies, 'metadata' | 'xray' | 'launchSlots'>,
): Promise<RunningEcs> {
  const { world, elbv2, images } = dependencies
  for (const { containers } of plan.taskDefinitions.values())
    for (const { image } of containers) images(image)
  mkdirSync(join(world.folders.cache, 'compiled'), { recursive: true })
  const [xray, metadata] = await Promise.all([
    startXrayCollector(),
    startMetadataEndpoint(describeTask, world.trust),
  ])
  const taskDependencies: TaskDependencies = {
    ...dependencies,
    xray,
    metadata,
    launchSlots: new LaunchSlots(availableParallelism()),
  }
  const definitions = new TaskDefinitionRegister(plan, world.clock)
  const runners = plan.services.map((service) => new ServiceRunner(service, taskDependencies, plan.zones))
  let singleTasks: readonly RunningTask[] = []
  const unsubscribe = elbv2.onTargetHealth((targetGroupArn) => {
    for (const runner of runners) {
      const isUser = runner.plan.loadBalancers.some((user) => user.targetGroupArn === targetGroupArn)
      if (isUser) runner.reconcile()
    }
  })
  for (const runner of runners) startWithProgress(runner)
  const lostRegions = new Set<RegionId>()
  let isClosed = false

  return {
    control: createEcsControl({ plan, definitions, runners, tasks: allTasks, stopTask, startTask }),
    addresses: () => [],
    tasks: () => allTasks().map((task) => task.view()),
    services: () => runners.map((runner) => runner.view()),
    runTask,
    stopTask,
    killTask: (taskArn) => taskOf(taskArn).kill(),
    freezeTask: (taskArn) => taskOf(taskArn).freeze(),
    thawTask: (taskArn) => taskOf(taskArn).thaw(),
    loseRegion,
    restoreRegion,
    setDesiredCount: (serviceArn, count) => runnerOf(serviceArn).scaleTo(count),
    forceNewDeployment: (serviceArn) => runnerOf(serviceArn).forceNewDeployment(),
    untilSteady,
    onSegment: (listener) => xray.onSegment(listener),
    async [Symbol.asyncDispose]() {
      if (isClosed) return
      isClosed = true
      unsubscribe()
      const single = singleTasks.filter(({ state }) => state !== 'STOPPED')
      await Promise.all([...runners.map((runner) => runner.close()), ...single.map((task) => task.abandon())])
      await Promise.all([metadata[Symbol.asyncDispose](), xray[Symbol.asyncDispose]()])
    },
  }

  function startWithProgress(runner: ServiceRunner): void {
    const subject = `${runner.plan.name} ${runner.plan.region}`
    world.progress({ module: 'ecs', subject, state: 'starting' })
    runner.reconcile()
    void runner.untilSteady().then(() => world.progress({ module: 'ecs', subject, state: 'ready' }))
  }

  function allTasks(): readonly RunningTask[] {
    return [...runners.flatMap((runner) => runner.tasks), ...singleTasks]
  }

  function describeTask(taskId: string): DescribedTask | undefined {
    const task = allTasks().find(({ request }) => request.id === taskId)
    return task && { view: task.view(), definition: task.request.definition }
  }

  function runnerOf(serviceArn: string): ServiceRunner {
    const runner = runners.find((candidate) => candidate.plan.arn === serviceArn)
    if (runner) return runner
    throw new EcsError(
      'MERIDIAN_ECS_NOT_FOUND',
      `No service has the ARN "${serviceArn}"; the program has ${runners.map((known) => known.plan.arn).join(', ') || 'none'}`,
    )
  }

  async function stopTask(taskArn: string, reason = 'Task stopped by user'): Promise<void> {
    await taskOf(taskArn).stop('UserInitiated', reason)
  }

  function taskOf(taskArn: string): RunningTask {
    const task = allTasks().find(({ arn }) => arn === taskArn)
    if (task) return task
    throw new EcsError('MERIDIAN_ECS_NOT_FOUND', `No task has the ARN "${taskArn}"; list the tasks first`)
  }

  async function loseRegion(region: RegionId): Promise<void> {
    lostRegions.add(region)
    const lone = singleTasks.filter(
      ({ request, isActive }) => isActive && request.definition.region === region,
    )
    await Promise.all([
      ...runnersIn(region).map((runner) => runner.loseRegion()),
      ...lone.map((task) => task.lose()),
    ])
  }

  function restoreRegion(region: RegionId): void {
    lostRegions.delete(region)
    for (const runner of runnersIn(region)) runner.restoreRegion()
  }

  function runnersIn(region: RegionId): readonly ServiceRunner[] {
    return runners.filter(({ plan: service }) => service.region === region)
  }

  async function runTask(request: RunTaskRequest): Promise<TaskOutcome> {
    const task = startTask(request)
    await task.stopped
    return outcomeOf(task)
  }

  function startTask(request: RunTaskRequest): RunningTask {
    const definition = findTaskDefinition(definitions.revisions, request.taskDefinition)
    const [subnetId = ''] = request.subnetIds
    const [main] = definition.containers
    const task = new RunningTask(
      {
        id: randomUUID().replaceAll('-', ''),
        definition,
        cluster: clusterOf(request, definition),
        serviceArn: undefined,
        group: `family:${definition.family}`,
        startedBy: request.startedBy,
        capacityProvider: undefined,
        tags: request.tags ?? {},
        subnetId,
        zone: plan.zones.get(subnetId) ?? '',
        securityGroupIds: request.securityGroupIds,
        hasPublicAddress: false,
        loadBalancers: [],
        overrides: {
          ...(main && { [main.name]: { environment: request.environment ?? {} } }),
          ...request.overrides,
        },
        onChange: () => {},
      },
      taskDependencies,
    )
    const tasks = [...singleTasks, task]
    for (const old of tasks.slice(0, -KEPT_SINGLE_TASKS)) void old.stopped.then(() => old.forget())
    singleTasks = tasks.slice(-KEPT_SINGLE_TASKS)
    if (lostRegions.has(definition.region))
      void task.stop('TaskFailedToStart', 'Capacity is unavailable at this time.')
    else void task.start()
    return task
  }

  function clusterOf(request: RunTaskRequest, definition: TaskDefinitionPlan): ClusterPlan {
    const cluster = plan.clusters.find(({ arn, name, region }) =>
      request.cluster === undefined
        ? region === definition.region
        : arn === request.cluster || (name === request.cluster && region === definition.region),
    )
    if (cluster) return cluster
    throw new EcsError(
      'MERIDIAN_ECS_NOT_FOUND',
      `There is no cluster "${request.cluster ?? 'default'}" in ${definition.region} to run "${definition.family}" in`,
    )
  }

  async function untilSteady(): Promise<void> {
    const { patientClock, settings } = world
    using stall = watchForStall({
      clock: patientClock,
      limitMs: settings.stallLimitMs,
      reached: mostReached(runners),
      pids: () => runners.filter(isFirstAttempt).flatMap(({ tasks }) => tasks.flatMap(({ pids }) => pids)),
    })
    const stalled = Promise.withResolvers<never>()
    stall.signal.addEventListener('abort', () => stalled.reject(notSteady(settings.stallLimitMs)))
    await Promise.race([Promise.all(runners.map((runner) => runner.untilSteady())), stalled.promise])
  }

  function notSteady(limitMs: number): EcsError {
    const unsteady = runners.filter((runner) => !runner.isSteady)
    const reports = unsteady.map((runner) => {
      const { runningCount, desiredCount } = runner.view()
      const lastWords = runner.tasks.at(-1)?.logTail.trim().split('\n').slice(-3).join(' | ')
      return `${runner.plan.name} in ${runner.plan.region} (${runningCount} of ${desiredCount} tasks run; last words: ${lastWords ?? 'none'})`
    })
    return new EcsError(
      'MERIDIAN_ECS_NOT_STEADY',
      `Waited for services to be steady, and for ${limitMs / MS_PER_SECOND} s none of them came nearer to it: ${reports.join('; ')}. Read their logs in ${join(world.folders.run, 'logs')}`,
    )
  }
}

/** The most healthy and running tasks at one time: tasks that come and go are no progress. */
function mostReached(runners: readonly ServiceRunner[]): () => string {
  let mostHealthy = 0
  let mostRunning = 0
  return () => {
    mostHealthy = Math.max(
      mostHealthy,
      sumOf(runners, ({ healthyCount }) => healthyCount),
    )
    mostRunning = Math.max(
      mostRunning,
      sumOf(runners, (runner) => runner.view().runningCount),
    )
    return `${mostHealthy} healthy, ${mostRunning} running`
  }
}

const sumOf = (runners: readonly ServiceRunner[], count: (runner: ServiceRunner) => number): number =>
  runners.reduce((sum, runner) => sum + count(runner), 0)

/** No task has stopped yet: its tasks are still starting, however long that takes. */
const isFirstAttempt = ({ tasks }: ServiceRunner): boolean => tasks.every(({ isActive }) => isActive)

function outcomeOf(task: RunningTask): TaskOutcome {
  const view = task.view()
  const { containers } = task.request.definition
  const main = containers.find(({ isEssential }) => isEssential)
  return {
    taskArn: task.arn,
    exitCode: view.containers.find(({ name }) => name === main?.name)?.exitCode,
    stoppedReason: view.stoppedReason ?? '',
    logFile: view.logFile,
    logTail: task.logTail,
  }
}
