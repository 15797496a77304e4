import type { Locale } from '../i18n/locale.ts'

type Words = Readonly<Record<Locale, string>>

/** The unit in each language: `en` is American, like its prices. */
interface Measure {
  /** Follows the number directly; a space in it does not break. */
  readonly unit: string
  readonly convert?: (value: number) => number
  readonly digits?: number
}

/** How an attribute of a campaign is displayed. */
export interface AttributeWords {
  readonly label: Words
  readonly measure?: Readonly<Record<Locale, Measure>>
  /** Labels for the values of an enumerated attribute; a value without a label is not shown. */
  readonly values?: Readonly<Record<string, Words>>
  readonly isMoney?: boolean
}

const MILES_A_KILOMETRE = 0.621371
const HORSEPOWER_A_KILOWATT = 1.34102
const POUNDS_A_KILOGRAM = 2.20462
/** Miles per gallon = this / litres per 100 km. */
const MPG_LITRES = 235.215

const times = (factor: number) => (value: number) => value * factor
const WEIGHT = {
  en: { unit: '\u00a0lb', convert: times(POUNDS_A_KILOGRAM) },
  ko: { unit: '\u00a0kg' },
} as const

const POWERTRAINS: Readonly<Record<string, Words>> = {
  electric: { en: 'Electric', ko: '전기' },
  hybrid: { en: 'Hybrid', ko: '하이브리드' },
  'diesel-hybrid': { en: 'Diesel hybrid', ko: '디젤 하이브리드' },
  hydrogen: { en: 'Hydrogen', ko: '수소' },
}

/** Attributes in display order. */
export const ATTRIBUTE_WORDS: Readonly<Record<string, AttributeWords>> = {
  priceFrom: { label: { en: 'From', ko: '시작 가격' }, isMoney: true },
  monthlyFrom: { label: { en: 'Per month from', ko: '월 납입금' }, isMoney: true },
  tradeInBonus: { label: { en: 'Trade-in bonus', ko: '보상 판매 혜택' }, isMoney: true },
  powertrain: { label: { en: 'Powertrain', ko: '구동 방식' }, values: POWERTRAINS },
  rangeKm: {
    label: { en: 'Range', ko: '주행 가능 거리' },
    measure: { en: { unit: '\u00a0mi', convert: times(MILES_A_KILOMETRE) }, ko: { unit: '\u00a0km' } },
  },
  powerKw: {
    label: { en: 'Power', ko: '최고 출력' },
    measure: { en: { unit: '\u00a0hp', convert: times(HORSEPOWER_A_KILOWATT) }, ko: { unit: '\u00a0kW' } },
  },
  accelerationSeconds: {
    // 62 mph is 100 km/h: another speed would need another measurement.
    label: { en: '0–62 mph', ko: '0–100 km/h' },
    measure: { en: { unit: '\u00a0s', digits: 1 }, ko: { unit: '초', digits: 1 } },
  },
  litresPer100Km: {
    label: { en: 'Fuel economy', ko: '연비' },
    measure: {
      en: { unit: '\u00a0mpg', convert: (litres) => MPG_LITRES / litres },
      ko: { unit: '\u00a0km/L', convert: (litres) => 100 / litres, digits: 1 },
    },
  },
  refuelMinutes: {
    label: { en: 'Refueling', ko: '충전 시간' },
    measure: { en: { unit: '\u00a0min' }, ko: { unit: '분' } },
  },
  payloadKg: { label: { en: 'Payload', ko: '적재량' }, measure: WEIGHT },
  towingKg: { label: { en: 'Towing', ko: '견인 중량' }, measure: WEIGHT },
  seats: { label: { en: 'Seats', ko: '승차 정원' }, measure: { en: { unit: '' }, ko: { unit: '명' } } },
}
