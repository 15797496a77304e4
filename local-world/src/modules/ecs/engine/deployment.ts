import type { Deployment } from '../model/deployments.ts'
import type { RunningTask } from './running-task.ts'

/** A deployment and its tasks, as DescribeServices reports them. */
export interface Rollout {
  readonly deployment: Deployment
  readonly isPrimary: boolean
  readonly desiredCount: number
  readonly runningCount: number
  readonly pendingCount: number
}

interface Current {
  readonly deployment: Deployment
  readonly desiredCount: number
}

interface Belonging {
  readonly task: RunningTask
  /** Undefined when it is no longer kept. */
  readonly deployment: Deployment | undefined
}

/** The newest deployment, then older ones while they still have tasks. */
export function rolloutsOf(active: readonly Belonging[], current: Current): readonly Rollout[] {
  const older = new Set(active.flatMap(({ deployment }) => deployment ?? []))
  older.delete(current.deployment)
  return [
    { ...current, isPrimary: true, ...countsOf(active, current.deployment) },
    ...[...older].reverse().map((deployment) => ({
      deployment,
      isPrimary: false,
      desiredCount: 0,
      ...countsOf(active, deployment),
    })),
  ]
}

function countsOf(active: readonly Belonging[], deployment: Deployment) {
  const own = active.filter((entry) => entry.deployment === deployment)
  const runningCount = own.filter(({ task }) => task.state === 'RUNNING').length
  return { runningCount, pendingCount: own.length - runningCount }
}
