import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { Tags } from '../../kernel/tags.ts'
import type { TaskState } from './model/task-lifecycle.ts'

export interface ContainerView {
  readonly name: string
  readonly image: string
  /** Undefined for a container that the world replaces with a stand-in. */
  readonly pid: number | undefined
  readonly exitCode: number | undefined
}

/** A task's current state; stopped tasks stay visible for a while. */
export interface TaskView {
  readonly arn: string
  readonly id: string
  readonly region: RegionId
  readonly zone: string
  readonly clusterArn: string
  /** Undefined for a standalone task. */
  readonly serviceArn: string | undefined
  readonly taskDefinitionArn: string
  readonly lastStatus: TaskState
  readonly desiredStatus: 'RUNNING' | 'STOPPED'
  readonly address: string | undefined
  readonly interfaceId: string | undefined
  readonly containers: readonly ContainerView[]
  readonly createdAtMs: number
  readonly startedAtMs: number | undefined
  readonly stoppedAtMs: number | undefined
  /** When it entered each state. */
  readonly reachedAtMs: Readonly<Partial<Record<TaskState, number>>>
  readonly stopCode: StopCode | undefined
  readonly stoppedReason: string | undefined
  /** Its stdout and stderr. */
  readonly logFile: string
}

export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'

export interface ServiceView {
  readonly arn: string
  readonly name: string
  readonly region: RegionId
  readonly clusterArn: string
  readonly desiredCount: number
  readonly runningCount: number
  readonly pendingCount: number
  /** The newest deployment has its desired number of healthy tasks, and there are no other tasks. */
  readonly isSteady: boolean
}

/** What RunTask overrides in one container. */
export interface ContainerOverride {
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export interface RunTaskRequest {
  /** ARN, `family:revision` or family. */
  readonly taskDefinition: string
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  /** Defaults to the first cluster of the task definition's region. */
  readonly cluster?: string
  /** Added to the main container's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** A note by the caller. */
  readonly startedBy?: string
  readonly tags?: Tags
  /** Keyed by container name. */
  readonly overrides?: Readonly<Record<string, ContainerOverride>>
}

export interface TaskOutcome {
  readonly taskArn: string
  /** Exit code of the first essential container; undefined when it was killed or never started. */
  readonly exitCode: number | undefined
  readonly stoppedReason: string
  readonly logFile: string
  /** The last lines of its output. */
  readonly logTail: string
}

/** A trace segment as a service sent it to its X-Ray daemon. */
export type TraceSegment = Readonly<Record<string, unknown>>

export interface RunningEcs extends RunningModule {
  tasks(): readonly TaskView[]
  services(): readonly ServiceView[]
  /** Runs a standalone task and waits for its end; a failed task is an outcome, not an error. */
  runTask(request: RunTaskRequest): Promise<TaskOutcome>
  /** Resolves when the task has stopped; its service starts a replacement. */
  stopTask(taskArn: string, reason?: string): Promise<void>
  /** Kills a task's processes, like a crash. */
  killTask(taskArn: string): void
  /** Stops a task's processes with SIGSTOP: they neither answer nor exit. */
  freezeTask(taskArn: string): void
  thawTask(taskArn: string): void
  /** Kills all tasks of a region and starts none there until it is restored. */
  loseRegion(region: RegionId): Promise<void>
  restoreRegion(region: RegionId): void
  setDesiredCount(serviceArn: string, count: number): void
  /** Replaces every task of a service within its deployment bounds; new tasks read their secrets again. */
  forceNewDeployment(serviceArn: string): void
  /** Resolves when every service is steady; rejects, with each one's last output, when none progresses for the stall limit. */
  untilSteady(): Promise<void>
  /** Calls back for every trace segment that a task sends. */
  onSegment(listener: (segment: TraceSegment) => void): () => void
}
