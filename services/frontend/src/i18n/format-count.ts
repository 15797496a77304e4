import type { Locale } from './locale.ts'

/**
 * A whole number in the locale's format: `2,000`. The first call loads the locale's data (20 ms), so texts call it when they are shown.
 */
export function formatCount(locale: Locale, value: number): string {
  return value.toLocaleString(locale)
}
