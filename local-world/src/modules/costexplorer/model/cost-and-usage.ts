import { type CostLine, DAYS_PER_MONTH } from '@meridian/cost'

export type Granularity = 'DAILY' | 'MONTHLY'

/** Half-open, in plain dates. */
export interface Interval {
  readonly start: string
  readonly end: string
}

const MS_PER_DAY = 86_400_000

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY
const dateOf = (day: number): string => new Date(day * MS_PER_DAY).toISOString().slice(0, 10)

/** Splits an interval at midnights, or at the starts of months. */
export function intervalsIn({ end, start }: Interval, granularity: Granularity): readonly Interval[] {
  const intervals: Interval[] = []
  for (let at = start; at < end; ) {
    const next = granularity === 'DAILY' ? dateOf(dayOf(at) + 1) : firstOfNextMonth(at)
    intervals.push({ start: at, end: next < end ? next : end })
    at = next
  }
  return intervals
}

function firstOfNextMonth(date: string): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

const daysOf = ({ end, start }: Interval): number => dayOf(end) - dayOf(start)

/** What a line costs in an interval, at the same rate every day. */
export const usdOf = (line: Pick<CostLine, 'usdPerMonth'>, interval: Interval): number =>
  (line.usdPerMonth / DAYS_PER_MONTH) * daysOf(interval)

export const quantityOf = (line: Pick<CostLine, 'quantity'>, interval: Interval): number =>
  (line.quantity / DAYS_PER_MONTH) * daysOf(interval)

/** Dimensions of cost lines, by their Cost Explorer names. */
export const DIMENSIONS = {
  SERVICE: ({ price }: CostLine) => price.service,
  REGION: ({ region }: CostLine) => region,
  USAGE_TYPE: ({ price }: CostLine) => price.id,
} as const

export type DimensionName = keyof typeof DIMENSIONS

export const isDimension = (name: string): name is DimensionName => Object.hasOwn(DIMENSIONS, name)
