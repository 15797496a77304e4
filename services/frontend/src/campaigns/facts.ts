import type { Campaign } from '@meridian/contract'
import type { Locale } from '../i18n/locale.ts'
import { ATTRIBUTE_WORDS, type AttributeWords } from './attribute-words.ts'

/** One line of "at a glance". */
export interface Fact {
  readonly label: string
  readonly value: string
}

/** The attributes that the site has labels for, in the order of its table; others are left to the campaign's text. */
export function factsOf(campaign: Pick<Campaign, 'attributes'>, locale: Locale): readonly Fact[] {
  const attributes = attributesOf(campaign)
  return Object.entries(ATTRIBUTE_WORDS).flatMap(([name, words]) => {
    const value = valueInWords(attributes[name], words, locale)
    return value === undefined ? [] : [{ label: words.label[locale], value }]
  })
}

/** The starting price, in the currency of the visitor's language. */
export function priceOf(campaign: Pick<Campaign, 'attributes'>, locale: Locale): string | undefined {
  return moneyInWords(attributesOf(campaign).priceFrom, locale)
}

/** `November 30, 2026`, `2026년 11월 30일`; undefined for a missing or invalid date. */
export function dayOf(iso: string | null | undefined, locale: Locale): string | undefined {
  const date = new Date(iso ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return undefined
  return date.toLocaleDateString(FORMATS[locale].language, { dateStyle: 'long', timeZone: 'UTC' })
}

const FORMATS = {
  en: { language: 'en-US', currency: 'USD' },
  ko: { language: 'ko-KR', currency: 'KRW' },
} as const

const same = (value: number) => value

function attributesOf({ attributes }: Pick<Campaign, 'attributes'>): Readonly<Record<string, unknown>> {
  return attributes
}

function valueInWords(value: unknown, words: AttributeWords, locale: Locale): string | undefined {
  if (words.isMoney) return moneyInWords(value, locale)
  if (typeof value === 'string') return words.values?.[value]?.[locale]
  if (typeof value !== 'number') return undefined
  const { unit, convert = same, digits = 0 } = words.measure?.[locale] ?? { unit: '' }
  const number = convert(value)
  if (!Number.isFinite(number)) return undefined
  return number.toLocaleString(FORMATS[locale].language, { maximumFractionDigits: digits }) + unit
}

/** Amounts are stored by currency: `{ KRW: 64900000, USD: 52900 }`. */
function moneyInWords(value: unknown, locale: Locale): string | undefined {
  const { language, currency } = FORMATS[locale]
  const amount = (value as Readonly<Record<string, unknown>> | null | undefined)?.[currency]
  if (typeof amount !== 'number') return undefined
  return amount.toLocaleString(language, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    maximumFractionDigits: 0,
  })
}
