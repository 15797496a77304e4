import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { campaignPage, formOnlyPage } from '../campaigns/campaign-page.ts'
import { ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locale.ts'
import { keepConsistency } from '../plugins/consistency.ts'
import { problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import { callHeaders, type Site } from '../site/site.ts'
import { readLeadForm, type SubmittedLead, toNewLead, withFault, withNewKey } from './lead-form.ts'
import { thanksPage } from './thanks-page.ts'

const LEAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function leadRoutes(app: FastifyInstance, site: Site): void {
  const rateLimit = { max: site.config.formLimitPerMinute, timeWindow: '1 minute' }

  app.post('/forms/lead', { config: { rateLimit } }, async (request, reply) => {
    const submitted = isFromAnotherSite(request)
      ? undefined
      : readLeadForm((request.body ?? {}) as Record<string, string>)
    if (!submitted) {
      const locale = negotiateLocale(request.headers['accept-language'])
      return sendPage(reply, site, problemPage('bad-request', locale), 400)
    }
    if (submitted.form.faults.length > 0) return showAgain(request, reply, submitted, 422)
    return store(request, reply, submitted)
  })

  app.get<{ Params: { locale: string; leadId: string } }>(
    '/:locale/thanks/:leadId',
    async (request, reply) => {
      const { locale, leadId } = request.params
      if (!isLocale(locale) || !LEAD_ID.test(leadId)) return reply.callNotFound()
      const readBack = await site.api.hasLead(leadId, callHeaders(request))
      keepConsistency(reply, readBack?.consistency)
      return sendPage(reply, site, thanksPage(leadId, readBack, locale))
    },
  )

  async function store(request: FastifyRequest, reply: FastifyReply, submitted: SubmittedLead) {
    const { form, locale } = submitted
    try {
      const outcome = await site.api.createLead(
        toNewLead(submitted),
        form.idempotencyKey,
        callHeaders(request),
      )
      switch (outcome.kind) {
        case 'stored':
          keepConsistency(reply, outcome.consistency)
          return reply
            .header('cache-control', 'no-store')
            .redirect(`/${locale}/thanks/${encodeURIComponent(outcome.id)}`, 303)
        case 'key-reused':
          return showAgain(request, reply, { locale, form: withNewKey(withFault(form, 'keyReused')) }, 422)
        case 'too-many':
          return showAgain(request, reply, { locale, form: withFault(form, 'tooMany') }, 429)
        case 'rejected':
          return showAgain(request, reply, { locale, form: withFault(form, 'rejected') }, 422)
      }
    } catch (error) {
      if (!(error instanceof ApiUnavailableError)) throw error
      request.log.warn({ err: error }, 'lead not stored')
      reply.header('retry-after', error.retryAfterSeconds)
      return showAgain(request, reply, { locale, form: withFault(form, 'unavailable') }, 503)
    }
  }

  /** The form with what was typed and why it was not taken; the campaign round it may be a copy. */
  async function showAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    { form, locale }: SubmittedLead,
    status: number,
  ) {
    const campaign = await campaignIfKnown(form.campaignSlug, locale, request)
    if (campaign === 'unknown') return sendPage(reply, site, formOnlyPage(form, locale), status)
    if (!campaign) return sendPage(reply, site, problemPage('campaign-gone', locale), 404)
    return sendPage(reply, site, campaignPage(campaign, form, locale, site.assets), status)
  }

  /** What was typed must come back even when the API cannot say a word about the campaign. */
  async function campaignIfKnown(slug: string, locale: Locale, request: FastifyRequest) {
    try {
      return await site.api.campaign(slug, locale, callHeaders(request))
    } catch (error) {
      if (error instanceof ApiUnavailableError) return 'unknown'
      throw error
    }
  }
}

/** Browsers say where a form was sent from (Fetch Metadata); ours is only ever sent from our own pages. */
function isFromAnotherSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}
