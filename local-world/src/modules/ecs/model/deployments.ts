import { type CircuitBreaker, failureThreshold } from './circuit-breaker.ts'
import type { TaskDefinitionPlan } from './ecs-plan.ts'

type RolloutState = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'

/** One deployment of a service: its task definition and the state of its rollout. */
export interface Deployment {
  readonly id: string
  readonly createdAtMs: number
  readonly updatedAtMs: number
  /** What its tasks run. */
  readonly definition: TaskDefinitionPlan
  readonly rolloutState: RolloutState
  readonly rolloutStateReason: string
  /** Failures in a row while the rollout is in progress. */
  readonly failedTasks: number
  /** It replaced a failed deployment, and is never rolled back itself. */
  readonly isRollback: boolean
}

/** A service's deployments, newest first: the first one is PRIMARY, the others are ACTIVE while they have tasks. */
export type Deployments = readonly [primary: Deployment, ...others: Deployment[]]

/** Limits how many are kept. */
const KEPT_DEPLOYMENTS = 10

export interface NewDeployment {
  readonly id: string
  readonly nowMs: number
  readonly definition: TaskDefinitionPlan
}

export function newDeployment({ id, nowMs, definition }: NewDeployment): Deployment {
  return {
    id,
    definition,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    rolloutState: 'IN_PROGRESS',
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    failedTasks: 0,
    isRollback: false,
  }
}

export function withPrimary(deployments: readonly Deployment[], primary: Deployment): Deployments {
  const completed = lastCompleted(deployments)
  const kept = deployments.filter((deployment, index) => index < KEPT_DEPLOYMENTS || deployment === completed)
  return [primary, ...kept]
}

/** The deployment that a rollback returns to. */
function lastCompleted(deployments: readonly Deployment[]): Deployment | undefined {
  return deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED')
}

/** The service is steady: its rollout is complete and its failures are reset. */
export function afterSteady([primary, ...others]: Deployments, nowMs: number): Deployments {
  if (primary.rolloutState !== 'IN_PROGRESS') return [primary, ...others]
  return [
    {
      ...primary,
      rolloutState: 'COMPLETED',
      rolloutStateReason: `ECS deployment ${primary.id} completed.`,
      failedTasks: 0,
      updatedAtMs: nowMs,
    },
    ...others,
  ]
}

/** A task became healthy: only failures in a row count. */
export function afterHealthyTask([primary, ...others]: Deployments): Deployments {
  return [primary.failedTasks === 0 ? primary : { ...primary, failedTasks: 0 }, ...others]
}

export interface TaskFailure {
  readonly breaker: CircuitBreaker
  readonly desiredCount: number
  readonly nowMs: number
}

/**
 * A task of the primary deployment stopped before it was ever healthy. The circuit breaker marks the deployment FAILED;
 * if none has ever completed it does not trip, so that the first deployment keeps trying on a slow machine.
 */
export function afterFailedTask(
  [primary, ...others]: Deployments,
  { breaker, desiredCount, nowMs }: TaskFailure,
): Deployments {
  if (primary.rolloutState !== 'IN_PROGRESS') return [primary, ...others]
  const counted = { ...primary, failedTasks: primary.failedTasks + 1 }
  const mayTrip = breaker.isEnabled && !primary.isRollback && lastCompleted(others) !== undefined
  if (!mayTrip || counted.failedTasks < failureThreshold(desiredCount)) return [counted, ...others]
  const failed: Deployment = {
    ...counted,
    rolloutState: 'FAILED',
    rolloutStateReason: 'ECS deployment circuit breaker: tasks failed to start.',
    updatedAtMs: nowMs,
  }
  return [failed, ...others]
}

/** The rollback of a failed deployment, to the last completed one's revision. */
export function rollbackOf(
  [primary, ...others]: Deployments,
  { rollsBack }: CircuitBreaker,
  made: Omit<NewDeployment, 'definition'>,
): Deployment | undefined {
  const completed = lastCompleted(others)
  if (primary.rolloutState !== 'FAILED' || !rollsBack || !completed) return undefined
  return {
    ...newDeployment({ ...made, definition: completed.definition }),
    rolloutStateReason: `ECS deployment circuit breaker: rolling back to deploymentId ${completed.id}.`,
    isRollback: true,
  }
}
