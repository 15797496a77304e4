import type { Locale } from './locale.ts'

/** A whole number as the language writes it: `2,000`. */
export function formatCount(locale: Locale, value: number): string {
  return value.toLocaleString(locale)
}
