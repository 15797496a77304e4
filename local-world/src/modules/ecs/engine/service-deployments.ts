import { randomUUID } from 'node:crypto'
import type { CircuitBreaker } from '../model/circuit-breaker.ts'
import {
  afterFailedTask,
  afterHealthyTask,
  afterSteady,
  type Deployment,
  type Deployments,
  newDeployment,
  rollbackOf,
  withPrimary,
} from '../model/deployments.ts'
import type { TaskDefinitionPlan } from '../model/ecs-plan.ts'

export interface DeploymentDependencies {
  readonly breaker: CircuitBreaker
  now(): number
  /** In ECS's wording, for the service's events. */
  report(message: string): void
}

/** A service's deployments, each with an id; the circuit breaker replaces a failed one by a rollback. */
export class ServiceDeployments {
  readonly #dependencies: DeploymentDependencies
  #all: Deployments

  constructor(definition: TaskDefinitionPlan, dependencies: DeploymentDependencies) {
    this.#dependencies = dependencies
    this.#all = [newDeployment({ ...this.#identity(), definition })]
  }

  get primary(): Deployment {
    return this.#all[0]
  }

  /** The deployment's current state, if it is still kept. */
  find(id: string): Deployment | undefined {
    return this.#all.find((deployment) => deployment.id === id)
  }

  start(definition: TaskDefinitionPlan): void {
    this.#all = withPrimary(this.#all, newDeployment({ ...this.#identity(), definition }))
  }

  noticeSteady(): void {
    const before = this.primary
    this.#all = afterSteady(this.#all, this.#dependencies.now())
    if (this.primary !== before) this.#dependencies.report(`(deployment ${before.id}) deployment completed.`)
  }

  noticeHealthyTask(id: string): void {
    if (id === this.primary.id) this.#all = afterHealthyTask(this.#all)
  }

  /** True when the circuit breaker rolled this deployment back. */
  noticeFailedTask(id: string, desiredCount: number): boolean {
    if (id !== this.primary.id) return false
    const { breaker, report } = this.#dependencies
    const before = this.primary.rolloutState
    this.#all = afterFailedTask(this.#all, { breaker, desiredCount, nowMs: this.#dependencies.now() })
    if (this.primary.rolloutState === before) return false
    report(`(deployment ${id}) deployment failed: tasks failed to start.`)
    const rollback = rollbackOf(this.#all, breaker, this.#identity())
    if (!rollback) return false
    this.#all = withPrimary(this.#all, rollback)
    report(`rolling back to deployment ${rollback.id}.`)
    return true
  }

  #identity() {
    const digits = randomUUID().replaceAll(/\D/g, '').padEnd(19, '7').slice(0, 19)
    return { id: `ecs-svc/${digits}`, nowMs: this.#dependencies.now() }
  }
}
