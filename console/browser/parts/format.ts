const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

export const timeOfDay = (ms: number | string): string => clock.format(new Date(ms))

/** `2026-12-02 10:04:00`, for what may be days old; in the browser's time zone if none is given. */
export const dayAndTime = (iso: string, timeZone?: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(
    new Date(iso),
  )

const MS_PER_SECOND = 1_000
const SECONDS_PER_MINUTE = 60
const MINUTES_PER_HOUR = 60
const HOURS_PER_DAY = 24

/** A duration: `4 s`, `3 min`, `2 h`, `5 d`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / MS_PER_SECOND))
  if (seconds < SECONDS_PER_MINUTE) return `${seconds} s`
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE)
  if (minutes < MINUTES_PER_HOUR) return `${minutes} min`
  const hours = Math.floor(minutes / MINUTES_PER_HOUR)
  return hours < HOURS_PER_DAY ? `${hours} h` : `${Math.floor(hours / HOURS_PER_DAY)} d`
}

/** `12 ms`, `1.4 s`; a dash if undefined. */
export function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return '–'
  if (ms < MS_PER_SECOND) return `${Math.round(ms)} ms`
  return `${(ms / MS_PER_SECOND).toFixed(ms < 10 * MS_PER_SECOND ? 1 : 0)} s`
}

export function perSecond(value: number | undefined): string {
  if (value === undefined) return '–'
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}/s`
}

const figure = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3, notation: 'compact' })

/** A number whose unit is in the title: `0.031`, `412`, `1.2K`. */
export const quantity = (value: number): string => figure.format(value)
