import type { Reader } from '@meridian/database'
import type { FastifyInstance } from 'fastify'
import { RequestRefused } from '../errors.ts'
import { sayServedBy } from '../plugins/served-by.ts'
import { traced } from '../plugins/tracing.ts'
import { findRunningCampaign, listRunningCampaigns } from './repository.ts'
import {
  type CampaignParams,
  type CampaignQuery,
  GET_CAMPAIGN,
  LIST_CAMPAIGNS,
  type ListCampaignsQuery,
} from './schemas.ts'

/** Reading campaigns: always from the region's replica. */
export function campaignRoutes(app: FastifyInstance, reader: Reader): void {
  app.get<{ Querystring: ListCampaignsQuery }>(
    '/api/campaigns',
    { schema: LIST_CAMPAIGNS },
    async (request, reply) => {
      const { locale, limit } = request.query
      const { value, servedBy } = await traced(request, 'campaigns.list', () =>
        listRunningCampaigns(reader, locale, limit),
      )
      sayServedBy(reply, servedBy)
      return { campaigns: value }
    },
  )

  app.get<{ Params: CampaignParams; Querystring: CampaignQuery }>(
    '/api/campaigns/:slug',
    { schema: GET_CAMPAIGN },
    async (request, reply) => {
      const { slug } = request.params
      const { value, servedBy } = await traced(request, 'campaigns.find', () =>
        findRunningCampaign(reader, slug, request.query.locale),
      )
      sayServedBy(reply, servedBy)
      if (value === undefined)
        throw new RequestRefused(404, 'CAMPAIGN_NOT_FOUND', `No campaign "${slug}" runs now.`)
      return value
    },
  )
}
