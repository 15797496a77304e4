import { deadlineOn } from '../../../kernel/deadline.ts'
import type { World } from '../../../kernel/module.ts'
import type { TargetGroupPlan } from '../model/load-balancer-plan.ts'
import { RoundRobin, routableTargets } from '../model/target-choice.ts'
import {
  type CheckResult,
  nextHealth,
  registeredTarget,
  type TargetEvent,
  type TargetRecord,
} from '../model/target-health.ts'
import type { Target, TargetHealth } from '../running.ts'
import type { CheckLimits } from './health-check.ts'

/** Check interval of a new target, on AWS's clock, until it first passes: services here start within a second. */
const INITIAL_CHECK_INTERVAL_MS = 1_000
/** Check intervals may be shorter than on AWS; the time-out stays long enough for a busy machine. */
const LEAST_CHECK_TIMEOUT_MS = 1_000

/** What a target group needs from the load balancer that uses it. */
export interface TargetGroupDependencies {
  readonly world: Pick<World, 'clock' | 'patientClock' | 'journal' | 'settings'>
  check(target: Target, limits: CheckLimits): Promise<CheckResult>
  /** No checks run while the load balancer is interrupted. */
  isSuspended(): boolean
  /** The last request has ended or been cut: connections to the target may be closed. */
  disconnect(target: Target): void
  onChange(health: TargetHealth): void
}

interface Registration {
  record: TargetRecord
  readonly requests: { inFlight: number }
  readonly stop: AbortController
  onIdle: () => void
}

export const targetKey = (target: Target): string => `${target.address}:${target.port}`

/** The targets of one group: health-checked, chosen round-robin, drained on deregistration. */
export class RunningTargetGroup {
  readonly plan: TargetGroupPlan
  readonly #dependencies: TargetGroupDependencies
  readonly #registrations = new Map<string, Registration>()
  readonly #turns = new RoundRobin()
  #routable: readonly Registration[] = []

  constructor(plan: TargetGroupPlan, dependencies: TargetGroupDependencies) {
    this.plan = plan
    this.#dependencies = dependencies
  }

  register(target: Target): void {
    const key = targetKey(target)
    const known = this.#registrations.get(key)
    if (known && known.record.state !== 'draining') return
    known?.onIdle()
    const isInUse = this.plan.loadBalancerArns.length > 0
    const registration: Registration = {
      record: registeredTarget(target, isInUse, this.#dependencies.world.patientClock.now()),
      requests: known?.requests ?? { inFlight: 0 },
      stop: new AbortController(),
      onIdle: () => {},
    }
    this.#registrations.set(key, registration)
    this.#changed(registration)
    if (isInUse) void this.#watch(registration)
  }

  async deregister(target: Target): Promise<void> {
    const registration = this.#registrations.get(targetKey(target))
    if (!registration || registration.record.state === 'draining') return
    registration.stop.abort()
    this.#apply(registration, { type: 'deregistered' })
    await this.#drained(registration)
    if (this.#registrations.get(targetKey(target)) !== registration) return
    this.#registrations.delete(targetKey(target))
    this.#dependencies.disconnect(target)
  }

  /** The next target; undefined when none is registered. The caller must call `release`. */
  acquire(): { readonly target: Target; release(): void } | undefined {
    const registration = this.#turns.next(this.#routable)
    if (!registration) return undefined
    registration.requests.inFlight++
    return {
      target: registration.record.target,
      release: () => {
        registration.requests.inFlight--
        if (registration.requests.inFlight === 0) registration.onIdle()
      },
    }
  }

  health(): readonly TargetHealth[] {
    return [...this.#registrations.values()].map(({ record }) => healthOf(record))
  }

  get hasHealthyTarget(): boolean {
    return this.#routable.some(({ record }) => record.state === 'healthy')
  }

  close(): void {
    for (const registration of this.#registrations.values()) {
      registration.stop.abort()
      registration.onIdle()
    }
    this.#registrations.clear()
    this.#routable = []
  }

  async #watch(registration: Registration): Promise<void> {
    const { world, check, isSuspended } = this.#dependencies
    const { signal } = registration.stop
    const timeoutMs = Math.max(
      this.plan.healthCheck.timeoutMs * world.settings.timeScale,
      LEAST_CHECK_TIMEOUT_MS,
    )
    // Checks use the patient clock: a target that waits for a CPU has not failed to answer.
    const { patientClock } = world
    while (!signal.aborted) {
      const startedAtMs = patientClock.now()
      if (!isSuspended()) {
        using timeout = deadlineOn(patientClock, timeoutMs)
        const result = await check(registration.record.target, { timeout: timeout.signal, stop: signal })
        const nowMs = patientClock.now()
        if (!signal.aborted && !isSuspended()) this.#apply(registration, { type: 'checked', result, nowMs })
      }
      const elapsedMs = patientClock.now() - startedAtMs
      await patientClock.sleep(Math.max(0, this.#intervalMs(registration) - elapsedMs), signal)
    }
  }

  #intervalMs({ record }: Registration): number {
    const { intervalMs } = this.plan.healthCheck
    const onAws = record.state === 'initial' ? Math.min(INITIAL_CHECK_INTERVAL_MS, intervalMs) : intervalMs
    return onAws * this.#dependencies.world.settings.timeScale
  }

  #apply(registration: Registration, event: TargetEvent): void {
    const before = registration.record
    registration.record = nextHealth(before, event, this.plan.healthCheck)
    const { state, reason } = registration.record
    if (state !== before.state || reason !== before.reason) this.#changed(registration)
  }

  #changed(registration: Registration): void {
    const registered = [...this.#registrations.values()]
    const states = registered.map((entry) => ({ entry, state: entry.record.state }))
    this.#routable = routableTargets(states).map(({ entry }) => entry)
    this.#dependencies.onChange(healthOf(registration.record))
  }

  /** Resolves when nothing is in flight, or when the deregistration delay is over. */
  #drained(registration: Registration): Promise<void> {
    if (registration.requests.inFlight === 0) return Promise.resolve()
    const { patientClock, settings } = this.#dependencies.world
    return new Promise((resolve) => {
      const finish = () => {
        cancel()
        resolve()
      }
      const cancel = patientClock.after(this.plan.deregistrationDelayMs * settings.timeScale, finish)
      registration.onIdle = finish
    })
  }
}

function healthOf({ target, state, reason, description }: TargetRecord): TargetHealth {
  return { target, state, reason, description }
}
