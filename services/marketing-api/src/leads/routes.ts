import { randomUUID } from 'node:crypto'
import rateLimit from '@fastify/rate-limit'
import type { Lead, NewLead } from '@meridian/contract'
import { type Database, fingerprintOf } from '@meridian/database'
import { METRIC_NAMES, type Metrics } from '@meridian/observability'
import { consistencyTokenOf, sendConsistencyToken } from '@meridian/service-skeleton'
import type { RegionId } from '@meridian/topology'
import type { FastifyInstance } from 'fastify'
import { RequestRefusedError } from '../errors.ts'
import { sayServedBy } from '../plugins/served-by.ts'
import { traced } from '../plugins/tracing.ts'
import { findLead, storeLead } from './repository.ts'
import { GET_LEAD, type LeadHeaders, type LeadParams, POST_LEAD } from './schemas.ts'

export interface LeadRoutesOptions {
  readonly database: Database
  readonly metrics: Metrics
  readonly region: RegionId
  readonly leadsPerMinute: number
}

/** Leaves and looks up leads: stored by the writer, looked up in the region. */
export async function leadRoutes(app: FastifyInstance, options: LeadRoutesOptions): Promise<void> {
  const { database, metrics, region, leadsPerMinute } = options
  const accepted = metrics.counter(METRIC_NAMES.leadsAccepted, 'Leads, by what became of them.')
  // Counted by the visitor's address: the one before our trusted proxies.
  await app.register(rateLimit, { global: false })
  const limited = { rateLimit: { max: leadsPerMinute, timeWindow: 60_000 } }

  app.post<{ Body: NewLead; Headers: LeadHeaders }>(
    '/api/leads',
    { schema: POST_LEAD, config: limited },
    async (request, reply) => {
      const lead = request.body
      const answer = newAnswer(lead, region)
      const claim = {
        key: request.headers['idempotency-key'],
        operation: 'create-lead',
        fingerprint: fingerprintOf(lead),
        outcome: answer,
      }
      const result = await traced(request, 'leads.store', () =>
        storeLead(database, claim, { answer, lead }, consistencyTokenOf(request)),
      )
      if (result === undefined) {
        throw new RequestRefusedError(
          'LEAD_WITHOUT_CAMPAIGN',
          `There is no campaign "${lead.campaignSlug}". GET /api/campaigns lists those that run.`,
        )
      }
      accepted.increment({ outcome: result.status })
      if (result.status === 'written') metrics.count('leads')
      sayServedBy(reply, result.servedBy)
      sendConsistencyToken(request, reply, result.token)
      if (result.status === 'key-reused') {
        throw new RequestRefusedError(
          'IDEMPOTENCY_KEY_REUSED',
          'This Idempotency-Key was used for another request. Use a new one.',
        )
      }
      reply.code(201)
      return result.status === 'repeated' ? (result.outcome as Lead) : answer
    },
  )

  app.get<{ Params: LeadParams }>('/api/leads/:id', { schema: GET_LEAD }, async (request, reply) => {
    const { value, servedBy, token, isEpochOver } = await traced(request, 'leads.find', () =>
      findLead(database, request.params.id, consistencyTokenOf(request)),
    )
    sayServedBy(reply, servedBy)
    sendConsistencyToken(request, reply, token)
    reply.header('cache-control', 'no-store')
    const [lead] = value
    if (lead !== undefined) return lead
    if (!isEpochOver)
      throw new RequestRefusedError('LEAD_NOT_FOUND', 'This region has no request with this id, or not yet.')
    throw new RequestRefusedError(
      'LEAD_LOST',
      'Your token is of a time before another region took over, and nothing with this id came over. If it was acknowledged ' +
        'then, it was lost with that region: the report of the failover lists it. Send it again with the same Idempotency-Key.',
    )
  })
}

/** Created before the write, so that the first answer and every later one are the same. */
function newAnswer(lead: NewLead, region: RegionId): Lead {
  return {
    id: randomUUID(),
    campaignSlug: lead.campaignSlug,
    kind: lead.kind,
    locale: lead.locale,
    region,
    receivedAt: new Date().toISOString(),
  }
}
