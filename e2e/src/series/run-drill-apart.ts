import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DrillOptions, DrillResult, TargetDescription } from '@meridian/drills'

/** Who calls AWS for a change of writer: its SDK, or the stock AWS CLI. */
export type CallerKind = 'sdk' | 'aws'

export interface DrillApart extends Pick<DrillOptions, 'seed' | 'rateFactor' | 'warmUpMs' | 'resultsFolder'> {
  readonly target: TargetDescription
  readonly drillName: string
  readonly caller: CallerKind
}

export interface DrillTold extends Pick<DrillResult, 'report' | 'history'> {
  /** When a command line was called that calls AWS, in milliseconds since 1970; empty where the SDK calls. */
  readonly calledAtMs: readonly number[]
}

/**
 * Runs a drill in a thread of its own. Visitors do not live in the system that they visit: in one thread with the world, their
 * requests would keep its load balancers and its control plane waiting, and be timed late themselves.
 */
export async function runDrillApart(drill: DrillApart): Promise<DrillTold> {
  const thread = new Worker(new URL('./drill-thread.ts', import.meta.url), { workerData: drill })
  try {
    const [told] = (await once(thread, 'message')) as [DrillTold]
    return told
  } finally {
    await thread.terminate()
  }
}
