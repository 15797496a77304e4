import { askServer, type Database, type DatabaseIdentity } from '@meridian/database'
import { within } from '../deadline.ts'
import type { Lifecycle } from '../lifecycle.ts'

/** Whether this region can serve reads, and why not. */
export interface Readiness {
  readonly isReady: boolean
  readonly reason: string
  readonly reader: DatabaseIdentity | undefined
}

const ASK_WITHIN_MS = 1_000
/** Many load balancers' probes ask at once; one question a second answers them all. */
const KEEP_MS = 1_000

/** Asks the reader at most once a second. Writability is not part of it: a region without a writer still serves reads. */
export function createReadinessCheck(database: Database, lifecycle: Lifecycle): () => Promise<Readiness> {
  let kept: { readonly untilMs: number; readonly answer: Promise<Readiness> } | undefined

  return () => {
    if (lifecycle.phase === 'draining')
      return Promise.resolve(notReady('draining: the task was told to stop'))
    if (lifecycle.schema !== 'ready') return Promise.resolve(notReady(waitingFor(lifecycle)))
    const now = performance.now()
    if (kept === undefined || kept.untilMs < now) kept = { untilMs: now + KEEP_MS, answer: ask(database) }
    return kept.answer
  }
}

async function ask(database: Database): Promise<Readiness> {
  try {
    const { identity } = await within(ASK_WITHIN_MS, 'the reader', askServer(database.reader))
    return { isReady: true, reason: 'reads are served', reader: identity }
  } catch {
    return notReady('the region’s reader does not answer')
  }
}

function waitingFor({ schema }: Lifecycle): string {
  return schema === undefined
    ? 'starting: the region’s reader has not been reached yet'
    : 'starting: the schema is older than this program needs'
}

const notReady = (reason: string): Readiness => ({ isReady: false, reason, reader: undefined })
