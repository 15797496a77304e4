import { isConsistencyToken } from '@meridian/contract'
import { consistencyTokenOf, keepConsistencyToken } from '@meridian/service-skeleton'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { campaignPage, formOnlyPage } from '../campaigns/campaign-page.ts'
import { isSlug } from '../campaigns/slug.ts'
import { ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale, negotiateLocale } from '../i18n/locale.ts'
import type { Page } from '../site/layout.ts'
import { problemPage } from '../site/problem-page.ts'
import { sendPage } from '../site/send-page.ts'
import { callHeaders, type Site } from '../site/site.ts'
import {
  emptyLeadForm,
  isFormKey,
  readLeadForm,
  type SubmittedLead,
  toNewLead,
  withMistakes,
  withNewKey,
  withoutMistakes,
} from './lead-form.ts'
import { EDIT_ACTION, SEND_ACTION } from './lead-form-section.ts'
import { type LeadState, thanksPage } from './thanks-page.ts'
import { lostPage, type Unsent, unsentPage } from './unsent-page.ts'

const LEAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const STATUS: Readonly<Record<LeadState, number>> = { stored: 200, unknown: 404, unchecked: 503 }
const RETRY_AFTER_SECONDS = 5

type Fields = Readonly<Record<string, string>>

/** Leaving a lead, correcting it, and its status. */
export function leadRoutes(app: FastifyInstance, site: Site): void {
  const rateLimit = { max: site.config.formLimitPerMinute, timeWindow: '1 minute' }

  app.post<{ Body: Fields }>(SEND_ACTION, { config: { rateLimit } }, async (request, reply) => {
    const submitted = readSubmission(request)
    if (!submitted) return refuse(request, reply)
    if (submitted.form.mistakes.length > 0) return showForm(request, reply, submitted, 422)
    return store(request, reply, submitted)
  })

  /** The form as it was typed, in the language of the button that was pressed; nothing is stored. */
  app.post<{ Body: Fields }>(EDIT_ACTION, async (request, reply) => {
    const submitted = readSubmission(request)
    if (!submitted) return refuse(request, reply)
    const isJudged = request.body.judged === 'yes'
    const form = isJudged ? submitted.form : withoutMistakes(submitted.form)
    return showForm(request, reply, { ...submitted, form }, 200)
  })

  // A refused form's path stays in the address bar; opened again, it redirects to a page with a form.
  for (const path of [SEND_ACTION, EDIT_ACTION]) {
    app.get(path, (request, reply) =>
      reply
        .header('cache-control', 'private, no-cache')
        .redirect(`/${negotiateLocale(request.headers['accept-language'])}`, 303),
    )
  }

  app.get<{ Params: { locale: string; leadId: string }; Querystring: Partial<Record<string, string>> }>(
    '/:locale/thanks/:leadId',
    async (request, reply) => {
      const { locale, leadId } = request.params
      const { seen, campaign = '', key = '' } = request.query
      if (!isLocale(locale) || !LEAD_ID.test(leadId)) return reply.callNotFound()
      const proof = seen !== undefined && isConsistencyToken(seen) ? seen : consistencyTokenOf(request)
      const found = await site.api.findLead(leadId, callHeaders(request, proof))
      keepConsistencyToken(reply, found?.consistency)
      if (found?.value === 'lost' && isSlug(campaign) && isFormKey(key))
        return sendPage(reply, site, lostPage(emptyLeadForm(campaign, key), locale), 410)
      const state = stateOf(found?.value)
      if (state === 'unchecked') reply.header('retry-after', RETRY_AFTER_SECONDS)
      const query = request.url.split('?')[1]
      const page = thanksPage(leadId, state, locale, {
        path: `/thanks/${leadId}${query === undefined ? '' : `?${query}`}`,
        ...(found ? { servedBy: found.servedBy } : {}),
      })
      return sendPage(reply, site, page, STATUS[state])
    },
  )

  async function store(request: FastifyRequest, reply: FastifyReply, submitted: SubmittedLead) {
    const { form, locale } = submitted
    const showUnsent = (reason: Unsent, status: number, kept = form) =>
      sendPage(reply, site, unsentPage(reason, kept, locale), status)
    try {
      const lead = toNewLead(submitted)
      const outcome = await site.api.createLead(lead, form.idempotencyKey, callHeaders(request))
      switch (outcome.kind) {
        case 'stored':
          keepConsistencyToken(reply, outcome.consistency)
          return reply
            .header('cache-control', 'no-store')
            .redirect(thanksAddress(submitted, outcome.id, outcome.consistency), 303)
        case 'key-reused':
          return showUnsent('keyReused', 409, withNewKey(form))
        case 'too-many':
          return showUnsent('tooMany', 429)
        case 'campaign-gone':
          return sendPage(reply, site, problemPage('campaign-gone', locale), 404)
        case 'rejected': {
          const refused = withMistakes(form, outcome.mistakes)
          if (refused.mistakes.length === 0) return showUnsent('rejected', 422)
          return showForm(request, reply, { locale, form: refused }, 422)
        }
      }
    } catch (error) {
      if (!(error instanceof ApiUnavailableError)) throw error
      request.log.warn({ err: error }, 'lead not stored')
      reply.header('retry-after', error.retryAfterSeconds)
      return showUnsent('unavailable', 503)
    }
  }

  function refuse(request: FastifyRequest, reply: FastifyReply) {
    const locale = negotiateLocale(request.headers['accept-language'])
    return sendPage(reply, site, problemPage('bad-request', locale), 400)
  }

  /** The form with the typed values and mistakes; the campaign around it may be a copy. */
  async function showForm(
    request: FastifyRequest,
    reply: FastifyReply,
    { form, locale }: SubmittedLead,
    status: number,
  ) {
    const campaign = await campaignIfKnown(form.campaignSlug, locale, request)
    if (campaign === 'unknown') return sendPage(reply, site, formOnlyPage(form, locale), status)
    if (!campaign) return sendPage(reply, site, problemPage('campaign-gone', locale), 404)
    const page: Page = { ...campaignPage(campaign, form, locale, site.assets), isPrivate: true }
    return sendPage(reply, site, page, status)
  }

  /** The typed values must come back even when the API cannot return the campaign. */
  async function campaignIfKnown(slug: string, locale: Locale, request: FastifyRequest) {
    try {
      return await site.api.campaign(slug, locale, callHeaders(request))
    } catch (error) {
      if (error instanceof ApiUnavailableError) return 'unknown'
      throw error
    }
  }
}

/** Undefined when it is not our form, or was sent from another site's page. */
function readSubmission(request: FastifyRequest<{ Body: Fields }>): SubmittedLead | undefined {
  return isFromAnotherSite(request) ? undefined : readLeadForm(request.body ?? {})
}

/** Browsers report where a form was sent from (Fetch Metadata); ours is only sent from our own pages. */
function isFromAnotherSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}

/**
 * Where a stored lead is confirmed.
 *
 * The URL has the answer's token, so that browsers without cookies get the confirmation too and a loss is noticed after the
 * visitor's cookie has moved on, and what is needed to send the lead again. It has no personal data.
 */
function thanksAddress({ form, locale }: SubmittedLead, id: string, token: string | undefined): string {
  const query = new URLSearchParams({
    ...(token === undefined ? {} : { seen: token }),
    campaign: form.campaignSlug,
    key: form.idempotencyKey,
  })
  return `/${locale}/thanks/${encodeURIComponent(id)}?${query}`
}

function stateOf(finding: 'stored' | 'unknown' | 'lost' | undefined): LeadState {
  if (finding === undefined) return 'unchecked'
  return finding === 'stored' ? 'stored' : 'unknown'
}
