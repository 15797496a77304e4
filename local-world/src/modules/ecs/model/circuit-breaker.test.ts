import { describe, expect, it } from 'vitest'
import { failureThreshold } from './circuit-breaker.ts'
import {
  afterFailedTask,
  afterHealthyTask,
  afterSteady,
  type Deployment,
  type Deployments,
  newDeployment,
  rollbackOf,
  withPrimary,
} from './deployments.ts'
import type { TaskDefinitionPlan } from './ecs-plan.ts'

const revision = (number: number): TaskDefinitionPlan => ({
  arn: `web:${number}`,
  family: 'web',
  revision: number,
  region: 'us-east-1' as const,
  cpu: '256',
  memory: '512',
  containers: [],
  document: {},
  tags: {},
})
const deployment = (id: string, number: number): Deployment =>
  newDeployment({ id, nowMs: 0, definition: revision(number) })
const BREAKER = { isEnabled: true, rollsBack: true }
const completed = afterSteady([deployment('a', 1)], 1)
const rollingOut = withPrimary(completed, deployment('b', 2))

function fail(deployments: Deployments, times: number, breaker = BREAKER): Deployments {
  let now = deployments
  for (let failed = 0; failed < times; failed++)
    now = afterFailedTask(now, { breaker, desiredCount: 2, nowMs: 2 })
  return now
}

describe('the circuit breaker', () => {
  it.each([
    [0, 3],
    [1, 3],
    [6, 3],
    [7, 4],
    [25, 13],
    [400, 200],
    [1_000, 200],
  ])(
    '45 a service of %d tasks fails a deployment after %d failures: half, between 3 and 200',
    (desired, threshold) => {
      expect(failureThreshold(desired)).toBe(threshold)
    },
  )

  it('trips at the threshold and rolls back to the last completed revision', () => {
    expect(fail(rollingOut, 2)[0].rolloutState).toBe('IN_PROGRESS')
    const failed = fail(rollingOut, 3)
    expect(failed[0].rolloutState).toBe('FAILED')
    expect(rollbackOf(failed, BREAKER, { id: 'c', nowMs: 3 })).toMatchObject({
      definition: { arn: 'web:1' },
      rolloutState: 'IN_PROGRESS',
      rolloutStateReason: 'ECS deployment circuit breaker: rolling back to deploymentId a.',
    })
  })

  it('counts only consecutive failures, and none once the rollout is complete', () => {
    expect(fail(afterHealthyTask(fail(rollingOut, 2)), 2)[0].rolloutState).toBe('IN_PROGRESS')
    expect(fail(afterSteady(rollingOut, 2), 5)[0].rolloutState).toBe('COMPLETED')
  })

  it('does not trip without a completed deployment, when disabled, or on a rollback', () => {
    expect(fail([deployment('a', 1)], 5)[0].rolloutState).toBe('IN_PROGRESS')
    expect(fail(rollingOut, 5, { isEnabled: false, rollsBack: true })[0].rolloutState).toBe('IN_PROGRESS')
    const failed = fail(rollingOut, 3)
    const rollback = rollbackOf(failed, BREAKER, { id: 'c', nowMs: 3 })
    if (!rollback) throw new Error('There is no rollback')
    expect(fail(withPrimary(failed, rollback), 9)[0].rolloutState).toBe('IN_PROGRESS')
  })

  it('keeps the failed deployment when rollback is disabled', () => {
    const failed = fail(rollingOut, 3)
    expect(rollbackOf(failed, { isEnabled: true, rollsBack: false }, { id: 'c', nowMs: 3 })).toBeUndefined()
  })
})
