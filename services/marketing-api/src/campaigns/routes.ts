import type { Database } from '@meridian/database'
import type { Metrics } from '@meridian/observability'
import { consistencyTokenOf, sendConsistencyToken } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'
import { RequestRefusedError } from '../errors.ts'
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

/** Reads campaigns: from the region's replica while it is available and fresh enough for the visitor. */
export function campaignRoutes(
  app: FastifyInstance,
  database: Database,
  metrics: Pick<Metrics, 'count'>,
): void {
  app.get<{ Querystring: ListCampaignsQuery }>(
    '/api/campaigns',
    { schema: LIST_CAMPAIGNS },
    async (request, reply) => {
      const { locale, limit } = request.query
      const source = { database, token: consistencyTokenOf(request) }
      const { value, servedBy, token } = await traced(request, 'campaigns.list', () =>
        listRunningCampaigns(source, locale, limit),
      )
      sayServedBy(reply, servedBy)
      sendConsistencyToken(request, reply, token)
      return { campaigns: value }
    },
  )

  app.get<{ Params: CampaignParams; Querystring: CampaignQuery }>(
    '/api/campaigns/:slug',
    { schema: GET_CAMPAIGN },
    async (request, reply) => {
      const { slug } = request.params
      const source = { database, token: consistencyTokenOf(request) }
      const { value, servedBy, token } = await traced(request, 'campaigns.find', () =>
        findRunningCampaign(source, slug, request.query.locale),
      )
      sayServedBy(reply, servedBy)
      sendConsistencyToken(request, reply, token)
      if (value === undefined)
        throw new RequestRefusedError('CAMPAIGN_NOT_FOUND', `No campaign "${slug}" runs now.`)
      metrics.count('campaignViews')
      return value
    },
  )
}
