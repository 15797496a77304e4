import { ToolError } from '../errors.ts'
import { type Pacing, REAL_PACING } from './pacing.ts'

/** How long to wait for something, and how often to check it. */
export interface Patience {
  readonly pacing: Pacing
  readonly deadlineMs: number
  readonly pollMs: number
}

export interface Waited<Seen> {
  /** The last thing seen, whether or not it was what was wanted. */
  readonly seen: Seen
  readonly isOverdue: boolean
  readonly tookMs: number
}

export interface UntilOptions<Seen> extends Partial<Patience> {
  /** What was seen last, for the error; JSON unless given. */
  readonly describe?: (seen: Seen) => string
  /** What an operator does when the wait is over without it. */
  readonly nextStep?: string
}

const DEADLINE_MS = 15_000
const POLL_MS = 20
const MS_PER_SECOND = 1_000

/** Something that was waited for did not happen in time. */
export class WaitTimedOutError extends ToolError {
  constructor(awaited: string, waitedMs: number, lastSeen: string, nextStep?: string) {
    const seconds = (waitedMs / MS_PER_SECOND).toFixed(1)
    super(
      'MERIDIAN_WAIT_TIMED_OUT',
      `Waited ${seconds} s for ${awaited}; last seen: ${lastSeen}${nextStep === undefined ? '' : `. ${nextStep}`}`,
    )
  }
}

/** Looks until what is seen is what is wanted, or the deadline has passed: for callers to whom both are results. */
export async function waitUntil<Seen>(
  { pacing, deadlineMs, pollMs }: Patience,
  look: () => Promise<Seen> | Seen,
  isWanted: (seen: Seen) => boolean,
): Promise<Waited<Seen>> {
  const startedMs = pacing.now()
  for (;;) {
    const seen = await look()
    const tookMs = pacing.now() - startedMs
    if (isWanted(seen)) return { seen, isOverdue: false, tookMs }
    if (tookMs >= deadlineMs) return { seen, isOverdue: true, tookMs }
    await pacing.wait(pollMs)
  }
}

/**
 * Looks until what is seen is what is wanted, and returns it.
 *
 * @param awaited completes "Waited 15.0 s for …".
 * @throws WaitTimedOutError with the last thing seen.
 */
export async function until<Seen>(
  awaited: string,
  look: () => Promise<Seen> | Seen,
  isWanted: (seen: Seen) => boolean = Boolean,
  options: UntilOptions<Seen> = {},
): Promise<Seen> {
  const { pacing = REAL_PACING, deadlineMs = DEADLINE_MS, pollMs = POLL_MS } = options
  const { describe = describeSeen, nextStep } = options
  const { seen, isOverdue, tookMs } = await waitUntil({ pacing, deadlineMs, pollMs }, look, isWanted)
  if (isOverdue) throw new WaitTimedOutError(awaited, tookMs, describe(seen), nextStep)
  return seen
}

const describeSeen = (seen: unknown) => (seen instanceof Error ? seen.message : JSON.stringify(seen))
