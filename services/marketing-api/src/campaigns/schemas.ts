import {
  CAMPAIGN_LIST_SCHEMA,
  CAMPAIGN_SCHEMA,
  CONSISTENCY_PROPERTIES,
  LOCALE_SCHEMA,
  SLUG_SCHEMA,
} from '@meridian/contract'
import type { XStatic } from 'typebox/schema'
import { PROBLEM_ANSWERS } from '../plugins/problem-answers.ts'

const LIMIT_MOST = 50

const LIST_QUERY = {
  type: 'object',
  properties: {
    locale: LOCALE_SCHEMA,
    limit: {
      type: 'integer',
      minimum: 1,
      maximum: LIMIT_MOST,
      default: 20,
      description: `a whole number from 1 to ${LIMIT_MOST}`,
    },
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
  response: { 200: CAMPAIGN_LIST_SCHEMA, ...PROBLEM_ANSWERS },
} as const

export const GET_CAMPAIGN = {
  summary: 'One campaign that runs now',
  headers: MAY_BRING_TOKEN,
  params: BY_SLUG_PARAMS,
  querystring: BY_SLUG_QUERY,
  response: { 200: CAMPAIGN_SCHEMA, ...PROBLEM_ANSWERS },
} as const

export type ListCampaignsQuery = XStatic<typeof LIST_QUERY>
export type CampaignQuery = XStatic<typeof BY_SLUG_QUERY>
export type CampaignParams = XStatic<typeof BY_SLUG_PARAMS>
