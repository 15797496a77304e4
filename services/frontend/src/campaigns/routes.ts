import { keepConsistencyToken } from '@meridian/service-skeleton'
import type { FastifyInstance } from 'fastify'
import { isLocale, negotiateLocale } from '../i18n/locale.ts'
import { emptyLeadForm } from '../leads/lead-form.ts'
import { problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import { callHeaders, type Site } from '../site/site.ts'
import { campaignPage } from './campaign-page.ts'
import { homePage } from './home-page.ts'
import { isSlug } from './slug.ts'

export function campaignRoutes(app: FastifyInstance, site: Site): void {
  app.get('/', (request, reply) =>
    reply
      .header('vary', 'accept-language')
      .header('cache-control', 'private, no-cache')
      .redirect(`/${negotiateLocale(request.headers['accept-language'])}`, 302),
  )

  app.get<{ Params: { locale: string } }>('/:locale', async (request, reply) => {
    const { locale } = request.params
    if (!isLocale(locale)) return reply.callNotFound()
    const campaigns = await site.api.campaigns(locale, callHeaders(request))
    keepConsistencyToken(reply, campaigns.consistency)
    return sendPage(reply, site, homePage(campaigns, locale, site.assets))
  })

  app.get<{ Params: { locale: string; slug: string } }>(
    '/:locale/campaigns/:slug',
    async (request, reply) => {
      const { locale, slug } = request.params
      if (!isLocale(locale)) return reply.callNotFound()
      const campaign = isSlug(slug) && (await site.api.campaign(slug, locale, callHeaders(request)))
      if (!campaign) return sendPage(reply, site, problemPage('campaign-gone', locale), 404)
      keepConsistencyToken(reply, campaign.consistency)
      return sendPage(reply, site, campaignPage(campaign, emptyLeadForm(slug), locale, site.assets))
    },
  )
}
