import { CAMPAIGN_LIST_SCHEMA, CAMPAIGN_SCHEMA, LEAD_SCHEMA, REGION_SCHEMA } from '@meridian/contract'
import { Compile } from 'typebox/schema'

/** Schemas that every answer of the API is checked against. */
export const campaignAnswer = Compile(CAMPAIGN_SCHEMA)
export const campaignListAnswer = Compile(CAMPAIGN_LIST_SCHEMA)
export const leadAnswer = Compile(LEAD_SCHEMA)
export const regionAnswer = Compile(REGION_SCHEMA)
