import type { RegionId } from '@meridian/topology'
import type { EcsPlan, TaskDefinitionPlan } from './ecs-plan.ts'

/**
 * Every revision of every task definition: the program's, and those registered since.
 *
 * A family counts for itself in each region, and a number is never given twice. Only running the program again
 * forgets what was registered.
 */
export class TaskDefinitionRegister {
  #revisions: readonly TaskDefinitionPlan[]
  readonly #inactive = new Set<string>()

  constructor(plan: Pick<EcsPlan, 'taskDefinitions'>) {
    this.#revisions = [...plan.taskDefinitions.values()]
  }

  /** In the order of registration. */
  get revisions(): readonly TaskDefinitionPlan[] {
    return this.#revisions
  }

  isActive({ arn }: TaskDefinitionPlan): boolean {
    return !this.#inactive.has(arn)
  }

  /** By ARN or `family:revision` whatever its status; by family the newest that is active. */
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
    this.#revisions = [...this.#revisions, revision]
  }

  /** What runs goes on running; nothing new can be started from it. */
  deactivate({ arn }: TaskDefinitionPlan): void {
    this.#inactive.add(arn)
  }
}
