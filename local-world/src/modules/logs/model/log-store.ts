import type { RegionId } from '@meridian/topology'
import type { LogEvent } from './log-event.ts'
import { LogGroup } from './log-group.ts'
import type { LogGroupPlan } from './log-plan.ts'

/** All log groups of all regions. */
export class LogStore {
  readonly #groups = new Map<string, LogGroup>()
  #sequence = 0

  constructor(groups: readonly LogGroupPlan[], nowMs: number) {
    for (const plan of groups) this.#groups.set(keyOf(plan.region, plan.name), new LogGroup(plan, nowMs))
  }

  list(region: RegionId): readonly LogGroup[] {
    return [...this.#groups.values()]
      .filter(({ plan }) => plan.region === region)
      .sort((one, other) => (one.plan.name < other.plan.name ? -1 : 1))
  }

  /** By name or ARN. */
  find(region: RegionId, identifier: string): LogGroup | undefined {
    const name = identifier.startsWith('arn:') ? nameInArn(identifier) : identifier
    return this.#groups.get(keyOf(region, name))
  }

  append(group: LogGroup, stream: string, message: string, timestampMs: number): LogEvent {
    this.#sequence += 1
    const event = { sequence: this.#sequence, stream, timestampMs, message }
    group.append(event)
    return event
  }
}

/** `arn:aws:logs:us-east-1:…:log-group:/ecs/web:*` */
const nameInArn = (arn: string): string => arn.split(':')[6] ?? ''

const keyOf = (region: RegionId, name: string): string => `${region}/${name}`
