import type { Behavior } from '../model/distribution.ts'
import { type Origin, type Scheme, schemeOf } from '../model/distribution.ts'
import { failsOver, type OriginChoice, type OriginOutcome, statusOf } from '../model/origin-failover.ts'
import { type EdgeFacts, originHeaders, originPath, type ViewerRequest } from '../model/origin-request.ts'
import type { EdgeSite } from './edge-site.ts'
import { OriginError, type OriginRequest } from './origin-client.ts'
import type { OriginExchange } from './origin-exchange.ts'

export interface OriginFetch {
  readonly behavior: Behavior
  readonly choice: OriginChoice
  readonly request: ViewerRequest
  readonly facts: EdgeFacts
  readonly scheme: Scheme
  readonly body: OriginRequest['body']
  /** If-None-Match and the like, to revalidate a stale copy. */
  readonly conditions?: Readonly<Record<string, string>>
  /** Called for every request sent, so that it can be aborted when the viewer leaves. */
  onExchange?(exchange: OriginExchange): void
}

/** Tries the primary origin first, then the second one when the group's failover criteria match. */
export async function fetchFromOrigins(
  site: EdgeSite,
  fetch: OriginFetch,
): Promise<OriginExchange | OriginError> {
  const { primary, secondary } = fetch.choice
  const first = await fetchFrom(site, primary, fetch)
  const outcome = outcomeOf(first)
  const hasFailedOver = failsOver(fetch.choice, fetch.request.method, outcome)
  if (secondary) site.noteOrigin(primary, hasFailedOver, { outcome: outcome.kind, status: statusOf(outcome) })
  if (!secondary || !hasFailedOver) return first
  if (!(first instanceof OriginError)) first.discard()
  return fetchFrom(site, secondary, fetch)
}

function outcomeOf(result: OriginExchange | OriginError): OriginOutcome {
  return result instanceof OriginError ? result.outcome : { kind: 'status', status: result.status }
}

async function fetchFrom(
  site: EdgeSite,
  origin: Origin,
  fetch: OriginFetch,
): Promise<OriginExchange | OriginError> {
  const { behavior, request, facts, scheme, body, conditions, onExchange } = fetch
  const headers = originHeaders(origin, behavior, request, facts)
  try {
    return await site.client(origin, schemeOf(origin, scheme)).send(
      {
        method: request.method,
        path: originPath(origin, behavior, request),
        headers: conditions ? { ...headers, ...conditions } : headers,
        body,
      },
      onExchange,
    )
  } catch (error) {
    if (error instanceof OriginError) return error
    throw error
  }
}
