import Negotiator from 'negotiator'

/** Languages of the site; the first is the default. */
export const LOCALES = ['en', 'ko'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'en'

export function isLocale(value: string): value is Locale {
  return (LOCALES as readonly string[]).includes(value)
}

/** The best of our languages for an Accept-Language header (RFC 9110, section 12.5.4). */
export function negotiateLocale(acceptLanguage: string | undefined): Locale {
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage } })
  return (negotiator.language([...LOCALES]) as Locale | undefined) ?? DEFAULT_LOCALE
}
