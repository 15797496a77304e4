import type { XStatic } from 'typebox/schema'
import { CONSISTENCY_PROPERTIES } from '../plugins/consistency.ts'
import { ERROR_SCHEMA } from '../plugins/errors.ts'

export const LOCALE_SCHEMA = { type: 'string', enum: ['ko', 'en'], default: 'en' } as const
export const SLUG_SCHEMA = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 80 } as const

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

const CAMPAIGN_SUMMARY = {
  type: 'object',
  required: SUMMARY_REQUIRED,
  properties: SUMMARY_PROPERTIES,
} as const

const CAMPAIGN = {
  type: 'object',
  required: [...SUMMARY_REQUIRED, 'body', 'version'],
  properties: { ...SUMMARY_PROPERTIES, body: { type: 'string' }, version: { type: 'integer' } },
} as const

const LIST_QUERY = {
  type: 'object',
  properties: {
    locale: LOCALE_SCHEMA,
    limit: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
  },
  required: ['locale', 'limit'],
} as const

const BY_SLUG_QUERY = { type: 'object', properties: { locale: LOCALE_SCHEMA }, required: ['locale'] } as const
const BY_SLUG_PARAMS = { type: 'object', properties: { slug: SLUG_SCHEMA }, required: ['slug'] } as const

const MAY_BRING_TOKEN = { type: 'object', properties: CONSISTENCY_PROPERTIES } as const

export const LIST_CAMPAIGNS = {
  summary: 'Campaigns that run now',
  headers: MAY_BRING_TOKEN,
  querystring: LIST_QUERY,
  response: {
    200: {
      type: 'object',
      required: ['campaigns'],
      properties: { campaigns: { type: 'array', items: CAMPAIGN_SUMMARY } },
    },
    '4xx': ERROR_SCHEMA,
    '5xx': ERROR_SCHEMA,
  },
} as const

export const GET_CAMPAIGN = {
  summary: 'One campaign that runs now',
  headers: MAY_BRING_TOKEN,
  params: BY_SLUG_PARAMS,
  querystring: BY_SLUG_QUERY,
  response: { 200: CAMPAIGN, '4xx': ERROR_SCHEMA, '5xx': ERROR_SCHEMA },
} as const

export type ListCampaignsQuery = XStatic<typeof LIST_QUERY>
export type CampaignQuery = XStatic<typeof BY_SLUG_QUERY>
export type CampaignParams = XStatic<typeof BY_SLUG_PARAMS>
