import { en } from './en.ts'
import { ko } from './ko.ts'
import type { Locale } from './locale.ts'

/** Every sentence of the site; each language must have all of them. */
export type Messages = typeof en

const MESSAGES: Readonly<Record<Locale, Messages>> = { en, ko }

export function messagesFor(locale: Locale): Messages {
  return MESSAGES[locale]
}
