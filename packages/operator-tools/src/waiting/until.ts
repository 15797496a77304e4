import { ToolError } from '../errors.ts'
import { type Pacing, REAL_PACING } from './pacing.ts'

/** How long to wait for something, and how often to check it. */
export interface Patience {
  readonly pacing: Pacing
  readonly deadlineMs: number
  readonly pollMs: number
}

export interface Waited<Seen> {
  /** The last value seen, whether or not it was the wanted one. */
  readonly seen: Seen
  readonly isOverdue: boolean
  readonly tookMs: number
}

export interface UntilOptions<Seen> extends Partial<Patience> {
  /** Formats the last value for the error; JSON by default. */
  readonly describe?: (seen: Seen) => string
  /** What an operator does after a timeout. */
  readonly nextStep?: string
}

const DEADLINE_MS = 15_000
const POLL_MS = 20
const MS_PER_SECOND = 1_000

/** Something awaited did not happen in time. */
export class WaitTimedOutError extends ToolError {
  constructor(awaited: string, waitedMs: number, lastSeen: string, nextStep?: string) {
    const seconds = (waitedMs / MS_PER_SECOND).toFixed(1)
    super(
      'MERIDIAN_WAIT_TIMED_OUT',
      `Waited ${seconds} s for ${awaited}; last seen: ${lastSeen}${nextStep === undefined ? '' : `. ${nextStep}`}`,
    )
  }
}

/** Polls until the value is the wanted one or the deadline has passed: for callers that treat both as results. */
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
 * Polls until the value is the wanted one, and returns it.
 *
 * @param awaited completes "Waited 15.0 s for …".
 * @throws WaitTimedOutError with the last value seen.
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
