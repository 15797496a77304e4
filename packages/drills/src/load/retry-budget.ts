/** How much the clients of one entry point may try again. */
export interface RetryBudget {
  /** Somebody sends something for the first time. */
  sent(): void
  /** A retry was served: where they are, more may follow. */
  retryServed(): void
  /** Whether somebody may try again now; if so, that is counted. */
  mayRetry(): boolean
  /** Nothing is sent for the first time any more: so many retries a second take its place. */
  onlyRetries(perSecond: number): void
  readonly retries: number
  /** How often nobody was allowed to. */
  readonly heldBack: number
}

export interface RetryBudgetOptions {
  /** Retries for each request that is sent for the first time. */
  readonly share: number
  /** Retries for each retry that is served, below one: the waiting come back faster while the system answers them. */
  readonly returned: number
  /** Retries a second that are always allowed, so that the last ones to wait get through when nothing new is sent. */
  readonly perSecond: number
  /** Seconds of `perSecond` that may be saved up, and that there are at the start. */
  readonly savedSeconds: number
}

/** Of the usual load. */
export const RETRY_BUDGET: RetryBudgetOptions = { share: 0.2, returned: 0.5, perSecond: 4, savedSeconds: 2 }

const MS_PER_SECOND = 1_000

/**
 * Keeps retries to a share of the load: a system that fails under its load must not be sent a multiple of it. A visitor who
 * may not try again waits and asks again.
 */
export function createRetryBudget(
  { share, returned, perSecond: always, savedSeconds }: RetryBudgetOptions = RETRY_BUDGET,
  now: () => number = () => performance.now(),
): RetryBudget {
  const most = Math.max(1, always * savedSeconds)
  let perSecond = always
  let tokens = most
  let filledMs = now()
  let retries = 0
  let heldBack = 0

  function add(count: number) {
    tokens = Math.min(most, tokens + count)
  }

  return {
    sent: () => add(share),
    retryServed: () => add(returned),
    mayRetry() {
      const nowMs = now()
      add(((nowMs - filledMs) / MS_PER_SECOND) * perSecond)
      filledMs = nowMs
      if (tokens < 1) {
        heldBack += 1
        return false
      }
      tokens -= 1
      retries += 1
      return true
    },
    onlyRetries(instead) {
      perSecond = Math.max(always, instead)
    },
    get retries() {
      return retries
    },
    get heldBack() {
      return heldBack
    },
  }
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000
/** At least half of the pause, so that nobody comes back at once. */
const STEADY_SHARE = 0.5

/** Before the nth retry, from 1: twice as long each time, at least what the server asked for, and never the same for two visitors. */
export function pauseBeforeRetry(nth: number, retryAfterMs: number, random: { next(): number }): number {
  const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (nth - 1))
  const backoffMs = longestMs * (STEADY_SHARE + (1 - STEADY_SHARE) * random.next())
  // Clients that got the same Retry-After would otherwise come back together.
  return retryAfterMs > backoffMs ? retryAfterMs * (1 + STEADY_SHARE * random.next()) : backoffMs
}
