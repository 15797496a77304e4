/** What a service's scheduler knows about one active task. */
export interface ScheduledTask {
  readonly id: string
  /** Belongs to the newest deployment. */
  readonly isCurrent: boolean
  readonly health: 'starting' | 'healthy' | 'unhealthy'
}

export interface RolloutSettings {
  readonly desiredCount: number
  readonly minimumHealthyPercent: number
  readonly maximumPercent: number
}

export interface RolloutBounds {
  /** Healthy tasks that must be kept: rounded up. */
  readonly least: number
  /** Tasks that may exist: rounded down. */
  readonly most: number
}

export interface RolloutStep {
  readonly start: number
  readonly stop: readonly string[]
}

export function rolloutBounds(settings: RolloutSettings): RolloutBounds {
  return {
    least: Math.ceil((settings.desiredCount * settings.minimumHealthyPercent) / 100),
    most: Math.floor((settings.desiredCount * settings.maximumPercent) / 100),
  }
}

/**
 * The next step for a service's tasks. Called after every change, it leads to the desired number of healthy tasks of
 * the current deployment: it starts replacements first where the maximum allows it, else it stops tasks first.
 */
export function nextRolloutStep(settings: RolloutSettings, tasks: readonly ScheduledTask[]): RolloutStep {
  const { least, most } = rolloutBounds(settings)
  const wanted = tasks.filter((task) => task.isCurrent && task.health !== 'unhealthy')
  const missing = settings.desiredCount - wanted.length
  const start = Math.max(0, Math.min(missing, most - tasks.length))
  const extra = surplus(wanted, Math.max(0, -missing))
  const others = tasks.filter((task) => !wanted.includes(task))
  const kept = wanted.filter((task) => !extra.includes(task))
  const outgoing = replaceable(others, kept, {
    least,
    desired: settings.desiredCount,
    lacksRoom: start < missing,
  })
  return { start, stop: [...extra, ...outgoing].map(({ id }) => id) }
}

/** The least useful go first: starting before healthy, newest before oldest. */
function surplus(wanted: readonly ScheduledTask[], count: number): readonly ScheduledTask[] {
  const starting = wanted.filter(({ health }) => health === 'starting').reverse()
  const healthy = wanted.filter(({ health }) => health === 'healthy').reverse()
  return [...starting, ...healthy].slice(0, count)
}

interface Room {
  readonly least: number
  readonly desired: number
  /** Replacements cannot start until something has stopped. */
  readonly lacksRoom: boolean
}

/** Tasks that are outdated or unhealthy; they stop as replacements arrive, within the minimum. */
function replaceable(
  others: readonly ScheduledTask[],
  kept: readonly ScheduledTask[],
  { least, desired, lacksRoom }: Room,
): readonly ScheduledTask[] {
  const healthyKept = kept.filter(({ health }) => health === 'healthy').length
  const old = others.filter(({ health }) => health === 'healthy')
  const notWell = others.filter(({ health }) => health !== 'healthy')
  const spare = Math.max(0, healthyKept + old.length - least)
  return [...(healthyKept >= desired || lacksRoom ? notWell : []), ...old.slice(0, spare)]
}
