import type { RegionId } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'
import type { Tags } from '../../kernel/tags.ts'
import type { TaskState } from './model/task-lifecycle.ts'

export interface ContainerView {
  readonly name: string
  readonly image: string
  /** Absent for a container that the world stands in for. */
  readonly pid: number | undefined
  readonly exitCode: number | undefined
}

/** A task as it is now; stopped ones stay visible for a while. */
export interface TaskView {
  readonly arn: string
  readonly id: string
  readonly region: RegionId
  readonly zone: string
  readonly clusterArn: string
  /** Undefined for a task that was run by itself. */
  readonly serviceArn: string | undefined
  readonly taskDefinitionArn: string
  readonly lastStatus: TaskState
  readonly desiredStatus: 'RUNNING' | 'STOPPED'
  readonly address: string | undefined
  /** Of its network interface. */
  readonly interfaceId: string | undefined
  readonly containers: readonly ContainerView[]
  readonly createdAtMs: number
  readonly startedAtMs: number | undefined
  readonly stoppedAtMs: number | undefined
  /** When it came into each of the states that it has been in. */
  readonly reachedAtMs: Readonly<Partial<Record<TaskState, number>>>
  readonly stopCode: StopCode | undefined
  readonly stoppedReason: string | undefined
  /** Its output, both streams. */
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
  /** The desired number of healthy tasks of the newest deployment, and no other task. */
  readonly isSteady: boolean
}

/** What RunTask changes in one container. */
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
  /** Added to the main container's own. */
  readonly environment?: Readonly<Record<string, string>>
  /** A note of the caller's. */
  readonly startedBy?: string
  readonly tags?: Tags
  /** By the name of a container of the definition. */
  readonly overrides?: Readonly<Record<string, ContainerOverride>>
}

export interface TaskOutcome {
  readonly taskArn: string
  /** Of the first essential container; undefined when it was killed or never started. */
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
  /** Runs a task by itself and waits for its end; a task that fails is an outcome, not an error. */
  runTask(request: RunTaskRequest): Promise<TaskOutcome>
  /** Resolves when the task has stopped; its service starts another one. */
  stopTask(taskArn: string, reason?: string): Promise<void>
  /** Kills a task's processes, as a crash does. */
  killTask(taskArn: string): void
  /** Halts a task's processes: they neither answer nor end. */
  freezeTask(taskArn: string): void
  thawTask(taskArn: string): void
  /** Ends every task of a region at once and starts none there until the region is restored. */
  loseRegion(region: RegionId): Promise<void>
  restoreRegion(region: RegionId): void
  setDesiredCount(serviceArn: string, count: number): void
  /** Replaces every task of a service within its deployment bounds; new tasks read their secrets again. */
  forceNewDeployment(serviceArn: string): void
  /** Resolves when every service is steady; rejects when none has come nearer for the world's stall limit, with each one's last words. */
  untilSteady(): Promise<void>
  /** Calls back for every trace segment that a task sends. */
  onSegment(listener: (segment: TraceSegment) => void): () => void
}
