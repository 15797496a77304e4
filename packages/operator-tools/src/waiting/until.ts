import type { Pacing } from '@meridian/operator-tools'

/** How long something is waited for, and how often it is looked at. */
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

/** Looks until what is seen is what is wanted, or the deadline has passed. */
export async function waitUntil<Seen>(
  { pacing, deadlineMs, pollMs }: Patience,
  look: () => Promise<Seen>,
  isWanted: (seen: Seen) => boolean,
): Promise<Waited<Seen>> {
  const startedMs = pacing.now()
  for (;;) {
    const seen = await look()
    const tookMs = pacing.now() - startedMs
    if (isWanted(seen)) return { seen, isOverdue: false, tookMs }
    if (tookMs > deadlineMs) return { seen, isOverdue: true, tookMs }
    await pacing.wait(pollMs)
  }
}
