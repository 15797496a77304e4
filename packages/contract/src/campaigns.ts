import type { XStatic } from 'typebox/schema'

/** Languages that campaigns are written in. */
export const LOCALE_SCHEMA = {
  type: 'string',
  enum: ['ko', 'en'],
  default: 'en',
  description: '"ko" or "en"',
} as const

export const SLUG_SCHEMA = {
  type: 'string',
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 80,
  description: 'the name of a campaign such as haneul-7-first-drive',
  examples: ['haneul-7-first-drive'],
} as const

const SUMMARY_PROPERTIES = {
  slug: { type: 'string' },
  locale: { type: 'string' },
  model: { type: 'string' },
  title: { type: 'string' },
  summary: { type: 'string' },
  startsAt: { type: 'string' },
  endsAt: { type: ['string', 'null'] },
  /** Differs by campaign: price, range, colours, image. */
  attributes: { type: 'object', additionalProperties: true },
} as const

const SUMMARY_REQUIRED = [
  'slug',
  'locale',
  'model',
  'title',
  'summary',
  'startsAt',
  'endsAt',
  'attributes',
] as const

const SUMMARY_EXAMPLE = {
  slug: 'haneul-7-first-drive',
  locale: 'en',
  model: 'Haneul 7',
  title: 'Haneul 7: be among the first to drive it',
  summary: 'Three rows, one charge to the coast and back.',
  startsAt: '2026-01-01T00:00:00.000Z',
  endsAt: null,
  attributes: { bodyType: 'suv', rangeKm: 611, priceFrom: { KRW: 64_900_000, USD: 52_900 } },
} as const

const CAMPAIGN_SUMMARY_SCHEMA = {
  type: 'object',
  required: SUMMARY_REQUIRED,
  properties: SUMMARY_PROPERTIES,
} as const

/** `GET /api/campaigns/:slug` */
export const CAMPAIGN_SCHEMA = {
  type: 'object',
  required: [...SUMMARY_REQUIRED, 'body', 'version'],
  properties: { ...SUMMARY_PROPERTIES, body: { type: 'string' }, version: { type: 'integer' } },
  examples: [{ ...SUMMARY_EXAMPLE, body: 'Seven seats.\n\nA third row that adults fit in.', version: 1 }],
} as const

/** `GET /api/campaigns` */
export const CAMPAIGN_LIST_SCHEMA = {
  type: 'object',
  required: ['campaigns'],
  properties: { campaigns: { type: 'array', items: CAMPAIGN_SUMMARY_SCHEMA } },
  examples: [{ campaigns: [SUMMARY_EXAMPLE] }],
} as const

export type CampaignSummary = XStatic<typeof CAMPAIGN_SUMMARY_SCHEMA>
export type Campaign = XStatic<typeof CAMPAIGN_SCHEMA>
export type CampaignList = XStatic<typeof CAMPAIGN_LIST_SCHEMA>
