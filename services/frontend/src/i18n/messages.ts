import { en, type Messages } from './en.ts'
import { ko } from './ko.ts'
import type { Locale } from './locale.ts'

export type { Messages } from './en.ts'

const MESSAGES: Readonly<Record<Locale, Messages>> = { en, ko }

export function messagesFor(locale: Locale): Messages {
  return MESSAGES[locale]
}
