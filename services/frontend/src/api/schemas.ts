import { Compile, type XStatic } from 'typebox/schema'

/**
 * What the site needs of marketing-api's answers. Fields that the pages do not show are not named, so that the API may
 * add to its answers without a deployment of the site.
 */
const CAMPAIGN = {
  type: 'object',
  required: ['slug', 'title', 'summary'],
  properties: {
    slug: { type: 'string', minLength: 1 },
    title: { type: 'string' },
    summary: { type: 'string' },
    body: { type: 'string' },
    model: { type: 'string' },
    attributes: { type: 'object' },
    endsAt: { type: ['string', 'null'] },
  },
} as const

const CAMPAIGN_LIST = {
  type: 'object',
  required: ['campaigns'],
  properties: { campaigns: { type: 'array', items: CAMPAIGN } },
} as const

const LEAD = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1 } },
} as const

/** `GET /api/region`: who served, how stale it is and who writes; `writer` is null while none can be reached. */
const REGION = {
  type: 'object',
  required: ['region', 'reader', 'writer', 'replicationLagMs'],
  properties: {
    region: { type: 'string' },
    reader: {
      type: ['object', 'null'],
      properties: { instance: { type: 'string' }, role: { type: 'string' } },
    },
    writer: {
      type: ['object', 'null'],
      properties: { instance: { type: 'string' }, region: { type: ['string', 'null'] } },
    },
    replicationLagMs: { type: ['number', 'null'] },
  },
} as const

export type Campaign = XStatic<typeof CAMPAIGN>
export type CampaignList = XStatic<typeof CAMPAIGN_LIST>
export type RegionReport = XStatic<typeof REGION>

export const campaignAnswer = Compile(CAMPAIGN)
export const campaignListAnswer = Compile(CAMPAIGN_LIST)
export const leadAnswer = Compile(LEAD)
export const regionAnswer = Compile(REGION)
