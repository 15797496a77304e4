import type { Locale } from '../i18n/locale.ts'

type Words = Readonly<Record<Locale, string>>

/** How an attribute of a campaign is said. */
export interface AttributeWords {
  readonly label: Words
  readonly unit?: Words
  /** Words for the values of an attribute that is a choice; a value without words is not shown. */
  readonly values?: Readonly<Record<string, Words>>
  readonly isMoney?: boolean
}

const both = (text: string): Words => ({ en: text, ko: text })

const POWERTRAINS: Readonly<Record<string, Words>> = {
  electric: { en: 'Electric', ko: '전기' },
  hybrid: { en: 'Hybrid', ko: '하이브리드' },
  'diesel-hybrid': { en: 'Diesel hybrid', ko: '디젤 하이브리드' },
  hydrogen: { en: 'Hydrogen', ko: '수소' },
}

/** Attributes in the order in which they are shown. */
export const ATTRIBUTE_WORDS: Readonly<Record<string, AttributeWords>> = {
  priceFrom: { label: { en: 'From', ko: '시작 가격' }, isMoney: true },
  monthlyFrom: { label: { en: 'Per month from', ko: '월 납입금' }, isMoney: true },
  tradeInBonus: { label: { en: 'Trade-in bonus', ko: '보상 판매 혜택' }, isMoney: true },
  powertrain: { label: { en: 'Drive', ko: '동력' }, values: POWERTRAINS },
  rangeKm: { label: { en: 'Range', ko: '주행 가능 거리' }, unit: both('km') },
  powerKw: { label: { en: 'Power', ko: '출력' }, unit: both('kW') },
  accelerationSeconds: { label: both('0–100 km/h'), unit: { en: 's', ko: '초' } },
  litresPer100Km: { label: { en: 'Consumption', ko: '연료 소비' }, unit: both('L/100 km') },
  refuelMinutes: { label: { en: 'Refuelling', ko: '충전 시간' }, unit: { en: 'min', ko: '분' } },
  payloadKg: { label: { en: 'Payload', ko: '적재량' }, unit: both('kg') },
  towingKg: { label: { en: 'Towing', ko: '견인력' }, unit: both('kg') },
  seats: { label: { en: 'Seats', ko: '좌석' } },
}
