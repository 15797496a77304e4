// Route 53's health checkers: each has its own location and probes every endpoint on its own schedule. Checkers do
// not coordinate; `statusOf` evaluates what they last saw.
import { inCity, inRegion, type Place, type RegionId } from '@meridian/topology'
import type { Clock } from '../../../kernel/clock.ts'
import type { Journal } from '../../../kernel/journal.ts'
import { KeptConnections } from '../../../kernel/kept-connections.ts'
import type { AlarmState } from '../../cloudwatch/running.ts'
import type { NetworkInterface } from '../../network/running.ts'
import { type CheckerStatus, type CheckResult, NEW_CHECKER, observe } from '../model/checker-status.ts'
import {
  type AlarmCheck,
  type EndpointCheck,
  HEALTHY_CHECKER_SHARE,
  type HealthCheck,
  healthyShare,
  statusOf,
} from '../model/health-check.ts'
import { type ProbeResult, probe } from './probe.ts'

/** AWS's eight default checker regions, each in the nearest place that the world has. */
export const CHECKER_REGIONS: Readonly<Record<string, Place>> = {
  'us-east-1': inRegion('us-east-1'),
  'us-west-1': inCity('san-francisco'),
  'us-west-2': inRegion('us-west-2'),
  'eu-west-1': inCity('frankfurt'),
  'ap-southeast-1': inCity('singapore'),
  'ap-southeast-2': inCity('sydney'),
  'ap-northeast-1': inCity('tokyo'),
  'sa-east-1': inCity('sao-paulo'),
}

/** One place's view of an endpoint (GetHealthCheckStatus). */
interface Observation {
  readonly checkerRegion: string
  readonly checkerAddress: string
  readonly lastResult: CheckResult | undefined
}

export interface HealthCheckers extends AsyncDisposable {
  /** An unknown id counts as healthy. */
  status(healthCheckId: string): boolean
  /** The status as of the last announced change: what DNS uses. */
  announced(healthCheckId: string): boolean
  observations(healthCheckId: string): readonly Observation[]
  /** Share of the reporting checkers that find it healthy, 0 to 1; undefined before any has reported. */
  healthyShare(healthCheckId: string): number | undefined
  /** Evaluates every status again after a change that checkers do not see. */
  reconsider(reason: string): void
  /** Labels of endpoints that too few checkers reached in their last probe for them to be healthy. */
  unreached(): readonly string[]
  /** Makes every checker probe now; its schedule does not change. */
  checkNow(): void
}

export interface HealthCheckersOptions {
  readonly healthChecks: readonly HealthCheck[]
  /** The checkers' own network interfaces, by checker region. */
  readonly interfaces: ReadonlyMap<string, NetworkInterface>
  readonly clock: Clock
  /** For the checkers' schedule and their probes' timeouts. */
  readonly patientClock: Clock
  readonly journal: Journal
  readonly timeScale: number
  /** State of a CloudWatch alarm by its data; undefined when there is no such alarm. */
  readonly alarmState: (region: RegionId, alarmName: string) => AlarmState | undefined
  readonly isControlOn: (routingControlArn: string) => boolean
  readonly onChange?: (healthCheckId: string, isHealthy: boolean) => void
  /** Probes an endpoint; tests replace it. */
  readonly ask?: (
    from: NetworkInterface,
    check: EndpointCheck,
    id: string,
    stop: AbortSignal,
  ) => Promise<ProbeResult>
}

/** How often alarms are evaluated. */
const ALARM_BEAT_MS = 1_000
/** A sleep may end this much early. */
const CLOCK_GRAIN_MS = 1

export function startHealthCheckers(options: HealthCheckersOptions): HealthCheckers {
  const checkers = new Checkers(options)
  checkers.start()
  return checkers
}

class Checkers implements HealthCheckers {
  readonly #options: HealthCheckersOptions
  readonly #byId: ReadonlyMap<string, HealthCheck>
  /** By health check, then by checker region. */
  readonly #seen = new Map<string, Map<string, CheckerStatus>>()
  readonly #lastStatus = new Map<string, boolean>()
  /** Last state of alarms that had data, for checks that keep the last known status. */
  readonly #lastAlarm = new Map<string, boolean>()
  readonly #stop = new AbortController()
  /** Aborted and replaced to wake all checkers. */
  #pauses = new AbortController()
  readonly #kept = new KeptConnections()
  readonly #running: Promise<void>[] = []

  constructor(options: HealthCheckersOptions) {
    this.#options = options
    this.#byId = new Map(options.healthChecks.map((check) => [check.id, check]))
    for (const { id } of options.healthChecks)
      this.#seen.set(id, new Map([...options.interfaces.keys()].map((region) => [region, NEW_CHECKER])))
  }

  start(): void {
    for (const { id } of this.#options.healthChecks) this.#lastStatus.set(id, this.status(id))
    if (this.#options.healthChecks.some(({ check }) => check.kind === 'alarm'))
      this.#running.push(this.#watchAlarms())
    for (const healthCheck of this.#options.healthChecks) {
      const { check, isDisabled } = healthCheck
      if (check.kind !== 'endpoint' || isDisabled) continue
      let turn = 0
      for (const [region, from] of this.#options.interfaces) {
        const offset = turn++ / this.#options.interfaces.size
        this.#running.push(this.#run(healthCheck, check, region, from, offset))
      }
    }
  }

  /** Spreads the checkers over the interval, so that the endpoint is probed about once a second, not eight times at once. */
  async #run(
    healthCheck: HealthCheck,
    check: EndpointCheck,
    region: string,
    from: NetworkInterface,
    offset: number,
  ) {
    const { clock, patientClock, timeScale, ask = this.#ask } = this.#options
    const intervalMs = check.intervalSeconds * 1_000 * timeScale
    const { signal } = this.#stop
    let dueAtMs = patientClock.now() + intervalMs * offset
    while (!signal.aborted) {
      await patientClock.sleep(Math.max(0, dueAtMs - patientClock.now()), this.#pauses.signal)
      if (signal.aborted) return
      const startedAtMs = patientClock.now()
      const result = await ask(from, check, healthCheck.id, signal)
      if (signal.aborted) return
      this.#take(healthCheck, check, region, { ...result, checkedAtMs: clock.now() })
      // A probe requested in between does not shift the schedule.
      if (startedAtMs > dueAtMs - CLOCK_GRAIN_MS) dueAtMs = startedAtMs + intervalMs
    }
  }

  async #watchAlarms(): Promise<void> {
    const { signal } = this.#stop
    while (!signal.aborted) {
      this.reconsider('alarm')
      await this.#options.clock.sleep(ALARM_BEAT_MS, signal)
    }
  }

  #isAlarmHealthy(id: string, { alarmName, region, withoutData }: AlarmCheck): boolean {
    const state = this.#options.alarmState(region, alarmName)
    if (state === 'OK' || state === 'ALARM') {
      this.#lastAlarm.set(id, state === 'OK')
      return state === 'OK'
    }
    if (withoutData === 'LastKnownStatus') return this.#lastAlarm.get(id) ?? true
    return withoutData === 'Healthy'
  }

  readonly #ask = (from: NetworkInterface, check: EndpointCheck, id: string, stop: AbortSignal) =>
    probe(from, check, id, this.#options.patientClock, stop, this.#kept)

  #take(healthCheck: HealthCheck, check: EndpointCheck, region: string, result: CheckResult): void {
    const views = this.#seen.get(healthCheck.id)
    views?.set(region, observe(views.get(region) ?? NEW_CHECKER, result, check.failureThreshold))
    this.reconsider(result.status)
  }

  /** Also finds the calculated checks that one endpoint's change affects. */
  reconsider(reason: string): void {
    for (const { id, label } of this.#options.healthChecks) {
      const isHealthy = this.status(id)
      if (this.#lastStatus.get(id) === isHealthy) continue
      this.#lastStatus.set(id, isHealthy)
      const event = isHealthy ? 'health check turned healthy' : 'health check turned unhealthy'
      this.#options.journal.record({
        module: 'route53',
        event,
        subject: label,
        detail: { id, lastResult: reason },
      })
      this.#options.onChange?.(id, isHealthy)
    }
  }

  readonly status = (id: string): boolean => {
    const healthCheck = this.#byId.get(id)
    if (!healthCheck) return true
    const { check } = healthCheck
    return statusOf(healthCheck, [...(this.#seen.get(id)?.values() ?? [])], {
      child: this.status,
      alarm: () => check.kind === 'alarm' && this.#isAlarmHealthy(id, check),
      isControlOn: this.#options.isControlOn,
    })
  }

  readonly announced = (id: string): boolean => this.#lastStatus.get(id) ?? true

  healthyShare(id: string): number | undefined {
    return healthyShare([...(this.#seen.get(id)?.values() ?? [])])
  }

  observations(id: string): readonly Observation[] {
    return [...(this.#seen.get(id) ?? [])].map(([checkerRegion, { lastResult }]) => ({
      checkerRegion,
      checkerAddress: this.#options.interfaces.get(checkerRegion)?.address ?? '',
      lastResult,
    }))
  }

  unreached(): readonly string[] {
    return this.#options.healthChecks
      .filter(({ check, isDisabled }) => check.kind === 'endpoint' && !isDisabled)
      .filter(({ id }) => {
        const views = [...(this.#seen.get(id)?.values() ?? [])]
        const reached = views.filter(({ lastResult }) => lastResult?.isSuccess === true)
        return reached.length / views.length <= HEALTHY_CHECKER_SHARE
      })
      .map(({ label }) => label)
  }

  checkNow(): void {
    const pauses = this.#pauses
    this.#pauses = new AbortController()
    pauses.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    this.#pauses.abort()
    await Promise.all(this.#running)
    this.#kept[Symbol.dispose]()
  }
}
