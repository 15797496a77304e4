/** How many retries the clients of one entry point may make. */
export interface RetryBudget {
  /** A request is sent for the first time. */
  sent(): void
  /** A retry was served, so more may follow. */
  retryServed(): void
  /** Whether a retry is allowed now; if so, it is counted. */
  mayRetry(): boolean
  /** No new requests follow: this many retries a second take their place. */
  onlyRetries(perSecond: number): void
  readonly retries: number
  /** How often a retry was not allowed. */
  readonly heldBack: number
}

export interface RetryBudgetOptions {
  /** Retries allowed per first request. */
  readonly share: number
  /** Retries allowed per served retry, below one: waiting visitors return faster while the system answers them. */
  readonly returned: number
  /** Retries a second that are always allowed, so that the last visitors get through when nothing new is sent. */
  readonly perSecond: number
  /** Seconds of `perSecond` that may be saved up; the budget starts full. */
  readonly savedSeconds: number
}

/** For the usual load. */
export const RETRY_BUDGET: RetryBudgetOptions = { share: 0.2, returned: 0.5, perSecond: 4, savedSeconds: 2 }

const MS_PER_SECOND = 1_000

/**
 * Limits retries to a share of the load: a system that fails under load must not receive a multiple of it. A visitor who
 * may not retry yet waits and asks again.
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
/** Pause at least half of the backoff, so that no visitor returns at once. */
const STEADY_SHARE = 0.5

/** Pause before the nth retry (from 1): doubles each time, is at least what the server asked for, and is jittered. */
export function pauseBeforeRetry(nth: number, retryAfterMs: number, random: { next(): number }): number {
  const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (nth - 1))
  const backoffMs = longestMs * (STEADY_SHARE + (1 - STEADY_SHARE) * random.next())
  // Clients that got the same Retry-After would otherwise come back together.
  return retryAfterMs > backoffMs ? retryAfterMs * (1 + STEADY_SHARE * random.next()) : backoffMs
}
