import type { Database, DatabaseIdentity } from '@meridian/database'
import { drainingReadiness, type Readiness } from '@meridian/service-skeleton'
import { listRunningCampaigns } from '../campaigns/repository.ts'
import { within } from '../deadline.ts'
import type { ApiLifecycle } from '../lifecycle.ts'

/** Whether this region can serve reads, and by which server. */
export interface ApiReadiness extends Readiness {
  readonly reader: DatabaseIdentity | null
}

export interface ReadinessOptions {
  readonly database: Database
  readonly lifecycle: ApiLifecycle
}

const ASK_WITHIN_MS = 1_000
/** Many load balancer probes arrive at once; one query a second answers them all. */
const KEEP_MS = 1_000

/** Showing campaigns is what a region is for, so readiness reads one. */
const CAMPAIGN_TO_SHOW = 1

/**
 * Asks the reader at most once a second. Writability does not count: a region without a writer still serves reads. Nor does
 * load: requests that an overloaded task refuses would overload the others too.
 */
export function createReadinessCheck(options: ReadinessOptions): () => Promise<ApiReadiness> {
  const { database, lifecycle } = options
  let kept: { readonly untilMs: number; readonly answer: Promise<ApiReadiness> } | undefined

  return () => {
    const draining = drainingReadiness(lifecycle)
    if (draining) return Promise.resolve({ ...draining, reader: null })
    if (lifecycle.schema !== 'ready') return Promise.resolve(notReady(waitingFor(lifecycle)))
    const now = performance.now()
    if (kept === undefined || kept.untilMs < now) kept = { untilMs: now + KEEP_MS, answer: ask(database) }
    return kept.answer
  }
}

async function ask(database: Database): Promise<ApiReadiness> {
  try {
    const { servedBy } = await within(
      ASK_WITHIN_MS,
      'the reader',
      listRunningCampaigns({ database, token: undefined }, 'en', CAMPAIGN_TO_SHOW),
    )
    return { isReady: true, reason: 'reads are served', reader: servedBy ?? null }
  } catch {
    return notReady('campaigns cannot be read')
  }
}

function waitingFor({ schema }: ApiLifecycle): string {
  return schema === undefined
    ? 'starting: the region’s reader has not been reached yet'
    : 'starting: the schema is older than this program needs'
}

const notReady = (reason: string): ApiReadiness => ({ isReady: false, reason, reader: null })
