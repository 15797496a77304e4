/** AWS's month: a year of 8,760 hours has twelve of them. A day is 24 of its hours, so a month is 30.4 days. */
export const HOURS_PER_MONTH = 730
export const DAYS_PER_MONTH = HOURS_PER_MONTH / 24
const SECONDS_PER_HOUR = 3_600

/** A monthly price for one day. */
export const perDay = (perMonth: number): number => perMonth / DAYS_PER_MONTH

export const millions = (count: number): number => count / 1_000_000
export const tenThousands = (count: number): number => count / 10_000
export const hundredThousands = (count: number): number => count / 100_000
export const thousands = (count: number): number => count / 1_000
export const gbOfKb = (kb: number): number => kb / 1_000_000

/** Hours of a month in which something happens for some hours of each day. */
export const monthlyHours = (hoursPerDay: number): number => hoursPerDay * DAYS_PER_MONTH

/** A rate per second, sustained for some hours of each day, over a month. */
export const monthlyCount = (perSecond: number, hoursPerDay: number): number =>
  perSecond * SECONDS_PER_HOUR * monthlyHours(hoursPerDay)
