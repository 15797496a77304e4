import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { DrillOptions, DrillResult } from '@meridian/drills'
import type { TargetDescription } from '@meridian/operator-tools'

/** Who calls AWS for a change of writer: its SDK, or the stock AWS CLI. */
export type CallerKind = 'sdk' | 'aws'

export interface DrillApart extends Pick<DrillOptions, 'seed' | 'rateFactor' | 'warmUpMs' | 'resultsFolder'> {
  readonly target: TargetDescription
  readonly drillName: string
  readonly caller: CallerKind
}

export interface DrillTold extends DrillResult {
  /** When a command line was called that calls AWS, in milliseconds since 1970; empty where the SDK calls. */
  readonly calledAtMs: readonly number[]
}

/** What the drill does now. */
interface DrillPhase {
  readonly phase: string
}

/**
 * Runs a drill in its own thread. Visitors do not share a thread with the system that they visit: in one thread with the world, their
 * requests would keep its load balancers and its control plane waiting, and be timed late themselves.
 */
export async function runDrillApart(
  drill: DrillApart,
  onPhase: (name: string) => void = () => {},
): Promise<DrillTold> {
  const thread = new Worker(new URL('./drill-thread.ts', import.meta.url), { workerData: drill })
  try {
    for await (const [told] of on(thread, 'message', { close: ['exit'] }) as AsyncIterable<
      [DrillTold | DrillPhase]
    >) {
      if (!('phase' in told)) return told
      onPhase(told.phase)
    }
    throw new Error('The thread of the drill ended without a report')
  } finally {
    await thread.terminate()
  }
}
