import type { IncomingHttpHeaders } from 'node:http'
import {
  type Campaign,
  type CampaignList,
  type CampaignSummary,
  CONSISTENCY_HEADER,
  IDEMPOTENCY_KEY_HEADER,
  type Problem,
  type RegionReport,
  type RequestMistake,
} from '@meridian/contract'
import type { Validator } from 'typebox/schema'
import { ApiAnswerInvalidError, ApiUnavailableError } from '../errors.ts'
import type { Locale } from '../i18n/locale.ts'
import type { LeadRequest } from '../leads/lead-form.ts'
import { campaignAnswer, campaignListAnswer, leadAnswer, regionAnswer } from './answers.ts'
import { createLastKnown, type LastKnown } from './last-known.ts'
import type { ApiAnswer, ApiTransport } from './transport.ts'

/** Headers passed on from the visitor's request: trace, address, request id. */
export type CallHeaders = Readonly<Record<string, string>>

/** The region and database that answered, from the API's headers. */
export interface ServedBy {
  readonly region: string | undefined
  readonly database: string | undefined
}

export interface Reply<Value> {
  readonly value: Value
  readonly servedBy: ServedBy
  /** Sent with the visitor's next request, it keeps the site from showing them anything older. */
  readonly consistency?: string | undefined
  /** Set when the API is away and this is a copy of that age. */
  readonly copyFrom?: Date
}

type LeadOutcome =
  | { readonly kind: 'stored'; readonly id: string; readonly consistency: string | undefined }
  /** The API is stricter than the form, for example when the form is from another version. */
  | { readonly kind: 'rejected'; readonly mistakes: readonly RequestMistake[] }
  | { readonly kind: 'campaign-gone' }
  /** The key was already used for a different request. */
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'too-many' }

/** `lost`: acknowledged by a region that was lost before it had replicated the lead. */
type LeadFinding = 'stored' | 'unknown' | 'lost'

export interface ApiClient {
  campaigns(locale: Locale, headers: CallHeaders): Promise<Reply<readonly CampaignSummary[]>>
  /** Undefined when there is no such campaign. */
  campaign(slug: string, locale: Locale, headers: CallHeaders): Promise<Reply<Campaign> | undefined>
  /** The same key stores the lead once, however often it is sent. */
  createLead(lead: LeadRequest, idempotencyKey: string, headers: CallHeaders): Promise<LeadOutcome>
  /** What became of a lead; undefined when no database is reachable. */
  findLead(id: string, headers: CallHeaders): Promise<Reply<LeadFinding> | undefined>
  region(headers: CallHeaders): Promise<Reply<RegionReport>>
  /** Whether the region's API reports that it can serve reads. */
  isReady(timeoutMs: number): Promise<boolean>
}

export interface ApiClientOptions {
  readonly readTimeoutMs: number
  readonly writeTimeoutMs: number
  readonly staleMaxAgeMs: number
}

/** More than the campaigns that run at any time, in both languages. */
const REMEMBERED_ANSWERS = 500

export function createApiClient(transport: ApiTransport, options: ApiClientOptions): ApiClient {
  const remembered: LastKnown<Reply<unknown>> = createLastKnown({
    maxAgeMs: options.staleMaxAgeMs,
    maxEntries: REMEMBERED_ANSWERS,
  })

  return {
    async campaigns(locale, headers) {
      const reply = await read<CampaignList>(`/api/campaigns?locale=${locale}`, campaignListAnswer, headers)
      if (!reply) throw new ApiUnavailableError('GET /api/campaigns answered 404', 5)
      return { ...reply, value: reply.value.campaigns }
    },
    campaign: (slug, locale, headers) =>
      read(`/api/campaigns/${encodeURIComponent(slug)}?locale=${locale}`, campaignAnswer, headers),
    createLead,
    findLead,
    async region(headers) {
      const answer = await get('/api/region', headers, options.readTimeoutMs)
      return {
        value: parse('/api/region', regionAnswer, answer.body),
        servedBy: servedBy(answer.headers),
      }
    },
    async isReady(timeoutMs) {
      try {
        return (await get('/api/health/ready', {}, timeoutMs)).status === 200
      } catch (error) {
        if (error instanceof ApiUnavailableError) return false
        throw error
      }
    },
  }

  function get(path: string, headers: CallHeaders, timeoutMs: number): Promise<ApiAnswer> {
    return transport.send({ method: 'GET', path, headers, timeoutMs })
  }

  /** Reads with a cache of last answers, used while the API is away. */
  async function read<Value>(
    path: string,
    shape: Validator,
    headers: CallHeaders,
  ): Promise<Reply<Value> | undefined> {
    try {
      const answer = await get(path, headers, options.readTimeoutMs)
      if (answer.status === 404) {
        remembered.forget(path)
        return undefined
      }
      if (answer.status !== 200) throw new ApiUnavailableError(`GET ${path} answered ${answer.status}`, 5)
      const reply = {
        value: parse<Value>(path, shape, answer.body),
        servedBy: servedBy(answer.headers),
        consistency: consistencyOf(answer),
      }
      remembered.remember(path, reply)
      return reply
    } catch (error) {
      const known = remembered.recall(path)
      if (!known || !isApiError(error)) throw error
      // The token in a cached answer belongs to the visitor whose request was cached.
      return { ...(known.value as Reply<Value>), consistency: undefined, copyFrom: new Date(known.atMs) }
    }
  }

  async function createLead(
    lead: LeadRequest,
    idempotencyKey: string,
    headers: CallHeaders,
  ): Promise<LeadOutcome> {
    const answer = await transport.send({
      method: 'POST',
      path: '/api/leads',
      headers: { ...headers, [IDEMPOTENCY_KEY_HEADER]: idempotencyKey },
      body: JSON.stringify(lead),
      timeoutMs: options.writeTimeoutMs,
    })
    if (answer.status === 201) {
      const { id } = parse<{ id: string }>('/api/leads', leadAnswer, answer.body)
      return { kind: 'stored', id, consistency: consistencyOf(answer) }
    }
    if (answer.status === 409) return { kind: 'key-reused' }
    if (answer.status === 429) return { kind: 'too-many' }
    if (answer.status === 422) return { kind: 'campaign-gone' }
    if (answer.status === 400) return { kind: 'rejected', mistakes: problemOf(answer).errors ?? [] }
    throw new ApiUnavailableError(`POST /api/leads answered ${answer.status}`, 5)
  }

  async function findLead(id: string, headers: CallHeaders): Promise<Reply<LeadFinding> | undefined> {
    try {
      const answer = await get(`/api/leads/${encodeURIComponent(id)}`, headers, options.readTimeoutMs)
      const value = FINDINGS[answer.status]
      if (value === undefined) return undefined
      return {
        value,
        servedBy: servedBy(answer.headers),
        consistency: consistencyOf(answer),
      }
    } catch (error) {
      if (isApiError(error)) return undefined
      throw error
    }
  }
}

const FINDINGS: Readonly<Record<number, LeadFinding>> = { 200: 'stored', 404: 'unknown', 410: 'lost' }

/** The problem in the answer, as far as it has one; a gateway's page has none. */
function problemOf({ body }: ApiAnswer): Partial<Problem> {
  return typeof body === 'object' && body !== null ? body : {}
}

const isApiError = (error: unknown) =>
  error instanceof ApiUnavailableError || error instanceof ApiAnswerInvalidError

function parse<Value>(path: string, shape: Validator, body: unknown): Value {
  const [isValid, errors] = shape.Errors(body)
  if (isValid) return body as Value
  const problems = errors.slice(0, 3).map((error) => `${error.instancePath || 'answer'} ${error.message}`)
  throw new ApiAnswerInvalidError(path, problems.join(', '))
}

function consistencyOf({ headers }: ApiAnswer): string | undefined {
  const token = headers[CONSISTENCY_HEADER]
  return typeof token === 'string' ? token : undefined
}

function servedBy(headers: IncomingHttpHeaders): ServedBy {
  const one = (name: string) => {
    const value = headers[name]
    return Array.isArray(value) ? value[0] : value
  }
  return { region: one('x-meridian-region'), database: one('x-meridian-database') }
}
