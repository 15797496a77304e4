import type { Campaign } from '../api/schemas.ts'
import type { Locale } from '../i18n/locale.ts'

/** One line of "at a glance". */
export interface Fact {
  readonly label: string
  readonly value: string
}

type Words = Readonly<Record<Locale, string>>

/** Attributes that the site has words for; any other is left to the campaign's own text. */
const KNOWN_ATTRIBUTES: Readonly<Record<string, { readonly label: Words; readonly unit?: Words }>> = {
  rangeKm: { label: { en: 'Range', ko: '주행 가능 거리' }, unit: { en: 'km', ko: 'km' } },
  powerKw: { label: { en: 'Power', ko: '출력' }, unit: { en: 'kW', ko: 'kW' } },
  batteryKwh: { label: { en: 'Battery', ko: '배터리' }, unit: { en: 'kWh', ko: 'kWh' } },
  seats: { label: { en: 'Seats', ko: '좌석' } },
  drive: { label: { en: 'Drive', ko: '구동 방식' } },
  bodyType: { label: { en: 'Body', ko: '차체' } },
  colour: { label: { en: 'Colour', ko: '색상' } },
  chargingMinutes: { label: { en: 'Charge 10–80 %', ko: '충전 10–80 %' }, unit: { en: 'min', ko: '분' } },
  accelerationSeconds: { label: { en: '0–100 km/h', ko: '0–100 km/h' }, unit: { en: 's', ko: '초' } },
}

/** A campaign's attributes in words, in the order of the table above. */
export function factsOf(campaign: Pick<Campaign, 'attributes'>, locale: Locale): readonly Fact[] {
  const attributes = (campaign.attributes ?? {}) as Readonly<Record<string, unknown>>
  return Object.entries(KNOWN_ATTRIBUTES).flatMap(([name, { label, unit }]) => {
    const value = attributes[name]
    if (typeof value !== 'number' && typeof value !== 'string') return []
    const text = typeof value === 'number' ? value.toLocaleString(locale) : value
    return [{ label: label[locale], value: unit ? `${text} ${unit[locale]}` : text }]
  })
}

/** `30 November 2026`, `2026년 11월 30일`; undefined for no or an unreadable date. */
export function dayOf(iso: string | null | undefined, locale: Locale): string | undefined {
  const date = new Date(iso ?? Number.NaN)
  if (Number.isNaN(date.getTime())) return undefined
  return date.toLocaleDateString(locale === 'ko' ? 'ko-KR' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}
