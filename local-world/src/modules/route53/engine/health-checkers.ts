// Route 53's health checkers: each stands in its own place and asks every endpoint on its own beat. The checkers decide
// nothing together; `statusOf` weighs what they last saw.
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

/** AWS's default eight checker regions, each in the nearest place that the world knows. */
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
  /** The status as of the last change that was announced: what DNS goes by. */
  announced(healthCheckId: string): boolean
  observations(healthCheckId: string): readonly Observation[]
  /** Of the checkers that have reported, how many find it healthy, 0 to 1; undefined before any has. */
  healthyShare(healthCheckId: string): number | undefined
  /** Looks at every status again, as something has changed that checkers do not see. */
  reconsider(reason: string): void
  /** Labels of the endpoints that too few checkers to call them healthy have reached by their last look. */
  unreached(): readonly string[]
  /** Every checker asks now; its beat stays as it is. */
  checkNow(): void
}

export interface HealthCheckersOptions {
  readonly healthChecks: readonly HealthCheck[]
  /** The checkers' own interfaces, by checker region. */
  readonly interfaces: ReadonlyMap<string, NetworkInterface>
  readonly clock: Clock
  /** For the beat of the checkers and the limits of their probes. */
  readonly patientClock: Clock
  readonly journal: Journal
  readonly timeScale: number
  /** What the data of a CloudWatch alarm says; undefined when there is no such alarm. */
  readonly alarmState: (region: RegionId, alarmName: string) => AlarmState | undefined
  readonly isControlOn: (routingControlArn: string) => boolean
  readonly onChange?: (healthCheckId: string, isHealthy: boolean) => void
  /** How an endpoint is asked; tests give their own. */
  readonly ask?: (
    from: NetworkInterface,
    check: EndpointCheck,
    id: string,
    stop: AbortSignal,
  ) => Promise<ProbeResult>
}

/** How often the data of alarms is read. */
const ALARM_BEAT_MS = 1_000
/** A pause may end this much early. */
const CLOCK_GRAIN_MS = 1

export function startHealthCheckers(options: HealthCheckersOptions): HealthCheckers {
  const checkers = new Checkers(options)
  checkers.start()
  return checkers
}

class Checkers implements HealthCheckers {
  readonly #options: HealthCheckersOptions
  readonly #byId: ReadonlyMap<string, HealthCheck>
  /** Per health check, per checker region. */
  readonly #seen = new Map<string, Map<string, CheckerStatus>>()
  readonly #lastStatus = new Map<string, boolean>()
  /** Of alarms with data, for those whose checks keep the last known status. */
  readonly #lastAlarm = new Map<string, boolean>()
  readonly #stop = new AbortController()
  /** Aborted to end the pauses of all checkers, and replaced. */
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

  /** Beats are spread over the interval, so that the endpoint is asked every second or so, not eight times at once. */
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
      // One that was told to look in between keeps its beat.
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

  /** Also finds the calculated checks that follow from one endpoint's change. */
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
