import type { RegionId } from '@meridian/topology'
import type { Clock } from '../../../kernel/clock.ts'
import type { EcsPlan, TaskDefinitionPlan } from './ecs-plan.ts'

/** Revisions kept besides the program's, a day of releases. AWS keeps a million per family. */
export const MOST_REVISIONS = 500

export interface RevisionTimes {
  readonly registeredAtMs: number
  readonly deregisteredAtMs?: number
}

/**
 * Every revision of every task definition: the program's, and those registered later.
 *
 * Each family is numbered per region, and a number is never reused. The oldest registered revisions are dropped when
 * there are too many; running tasks hold their own definition.
 */
export class TaskDefinitionRegister {
  #revisions: readonly TaskDefinitionPlan[]
  /** When each was registered and, if it was, deregistered; keyed by ARN. */
  readonly #times = new Map<string, RevisionTimes>()
  readonly #clock: Pick<Clock, 'now'>
  readonly #ofProgram: number

  constructor(plan: Pick<EcsPlan, 'taskDefinitions'>, clock: Pick<Clock, 'now'>) {
    this.#clock = clock
    this.#revisions = [...plan.taskDefinitions.values()]
    this.#ofProgram = this.#revisions.length
    for (const { arn } of this.#revisions) this.#times.set(arn, { registeredAtMs: clock.now() })
  }

  /** In the order of registration. */
  get revisions(): readonly TaskDefinitionPlan[] {
    return this.#revisions
  }

  isActive({ arn }: TaskDefinitionPlan): boolean {
    return this.#times.get(arn)?.deregisteredAtMs === undefined
  }

  times({ arn }: TaskDefinitionPlan): RevisionTimes | undefined {
    return this.#times.get(arn)
  }

  /** By ARN or `family:revision` in any status; by family, the newest active one. */
  find(wanted: string, region: RegionId): TaskDefinitionPlan | undefined {
    const local = this.#revisions.filter((revision) => revision.region === region)
    const named = local.find(
      ({ arn, family, revision }) => wanted === arn || wanted === `${family}:${revision}`,
    )
    return named ?? local.findLast((revision) => revision.family === wanted && this.isActive(revision))
  }

  nextRevision(family: string, region: RegionId): number {
    const known = this.#revisions.filter(
      (revision) => revision.family === family && revision.region === region,
    )
    return Math.max(0, ...known.map(({ revision }) => revision)) + 1
  }

  add(revision: TaskDefinitionPlan): void {
    const first = this.#revisions.length - this.#ofProgram < MOST_REVISIONS ? undefined : this.#ofProgram
    if (first !== undefined) this.#times.delete(this.#revisions[first]?.arn ?? '')
    this.#revisions = [...this.#revisions.filter((_, index) => index !== first), revision]
    this.#times.set(revision.arn, { registeredAtMs: this.#clock.now() })
  }

  /** Running tasks are not affected; no new ones can be started from it. */
  deactivate({ arn }: TaskDefinitionPlan): void {
    const times = this.#times.get(arn)
    if (times && times.deregisteredAtMs === undefined)
      this.#times.set(arn, { ...times, deregisteredAtMs: this.#clock.now() })
  }
}
