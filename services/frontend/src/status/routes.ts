import type { RegionReport } from '@meridian/contract'
import type { FastifyInstance } from 'fastify'
import type { CallHeaders, Reply } from '../api/api-client.ts'
import { ApiAnswerInvalidError, ApiUnavailableError } from '../errors.ts'
import { isLocale, type Locale } from '../i18n/locale.ts'
import { sendPage } from '../site/send-page.ts'
import { callHeaders, type Site } from '../site/site.ts'
import { type State, type StatusFindings, statusPage } from './status-page.ts'

export function statusRoutes(app: FastifyInstance, site: Site): void {
  app.get<{ Params: { locale: string } }>('/:locale/status', async (request, reply) => {
    const { locale } = request.params
    if (!isLocale(locale)) return reply.callNotFound()
    const findings = await look(site, locale, callHeaders(request))
    return sendPage(reply, site, statusPage(findings, locale))
  })
}

async function look({ api, config }: Site, locale: Locale, headers: CallHeaders): Promise<StatusFindings> {
  const [campaigns, region] = await Promise.all([
    ifAnswered(() => api.campaigns(locale, headers)),
    ifAnswered(() => api.region(headers)),
  ])
  return {
    offers: !campaigns ? 'down' : campaigns.copyFrom ? 'degraded' : 'ok',
    requests: requestsState(region),
    region,
    ownRegion: config.region,
    checkedAt: new Date(),
  }
}

/** Without a writer a request waits a few seconds and is then refused: that counts as down. */
function requestsState(region: Reply<RegionReport> | undefined): State {
  return region?.value.writer ? 'ok' : 'down'
}

/** A status page must not fail with what it reports on. */
async function ifAnswered<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ApiUnavailableError || error instanceof ApiAnswerInvalidError) return undefined
    throw error
  }
}
