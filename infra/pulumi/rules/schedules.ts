import type { RegionId } from '@meridian/topology'

/** From a time on, each service has at least so many tasks. */
export interface ScheduledCapacity {
  readonly name: string
  /** As Application Auto Scaling expects it: `cron(minutes hours day-of-month month day-of-week year)`. */
  readonly cron: string
  readonly tasks: number
}

const ENTRY = /^(?<name>[a-z][a-z0-9-]*)=(?<cron>cron\((?:\S+ ){5}\S+\))=(?<tasks>\d+)$/

/** Reads `morning=cron(0 7 ? * MON-FRI *)=4; evening=cron(0 20 ? * MON-FRI *)=2`; undefined when it is not of that form. */
export function parseSchedule(text: string): readonly ScheduledCapacity[] | undefined {
  if (text === 'none') return []
  const entries = text.split(';').map((part) => ENTRY.exec(part.trim())?.groups)
  const schedule = entries.flatMap((groups) =>
    groups?.name && groups.cron && groups.tasks
      ? [{ name: groups.name, cron: groups.cron, tasks: Number(groups.tasks) }]
      : [],
  )
  return schedule.length === entries.length ? schedule : undefined
}

/** Whose morning it is: most of a region's visitors live by this clock. */
export const TIME_ZONES: Readonly<Record<RegionId, string>> = {
  'us-east-1': 'America/New_York',
  'us-west-2': 'America/Los_Angeles',
  'ap-northeast-2': 'Asia/Seoul',
}

/** Where scaling holds the CPU of a service's tasks: room for what arrives in the minute that a new task needs. */
export const SCALING_CPU_PERCENT = 60
