import type { Locale } from './locale.ts'

/** A whole number in the locale's format: `2,000`. */
export function formatCount(locale: Locale, value: number): string {
  return value.toLocaleString(locale)
}
