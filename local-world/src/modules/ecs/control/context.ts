import type { RunningTask } from '../engine/running-task.ts'
import type { ServiceRunner } from '../engine/service-runner.ts'
import type { EcsPlan } from '../model/ecs-plan.ts'
import type { TaskDefinitionRegister } from '../model/task-definition-register.ts'
import type { RunTaskRequest } from '../running.ts'

/** What the operations work on. */
export interface EcsControl {
  readonly plan: EcsPlan
  readonly definitions: TaskDefinitionRegister
  readonly runners: readonly ServiceRunner[]
  tasks(): readonly RunningTask[]
  stopTask(taskArn: string, reason?: string): Promise<void>
  /** Throws EcsError for anything that is not in the program. */
  startTask(request: RunTaskRequest): RunningTask
}
