/**
 * Whether something is as it should be. `inconclusive`: a time was missed on a machine that was too busy to measure on.
 * `unknown`: it could not be judged and nobody should be alarmed.
 */
export type Verdict = 'ok' | 'failed' | 'inconclusive' | 'unknown'

/** A sign for each verdict, which a log or a pipe shows as well. */
export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  ok: '✓',
  failed: '✗',
  inconclusive: '≈',
  unknown: '?',
}

/** One named check and what was seen. */
export interface Check {
  /** Says what holds when it is ok: `every service runs the wanted number of tasks in us-east-1`. */
  readonly name: string
  readonly verdict: Verdict
  /** The values seen, and those wanted when they differ. */
  readonly detail: string
}

/** The judgement of a run: it failed when any check did, and is inconclusive when any other is. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some((check) => check.verdict === 'failed')) return 'failed'
  if (checks.some((check) => check.verdict === 'inconclusive')) return 'inconclusive'
  return checks.every((check) => check.verdict === 'unknown') ? 'unknown' : 'ok'
}

export function passed(name: string, detail: string): Check {
  return { name, verdict: 'ok', detail }
}

export function failed(name: string, detail: string): Check {
  return { name, verdict: 'failed', detail }
}

export function checkThat(isTrue: boolean, name: string, detail: string): Check {
  return isTrue ? passed(name, detail) : failed(name, detail)
}

export const TOO_BUSY = 'this machine is too busy: not a measurement'

/** Checks of times and amounts that a busy machine changes: what was missed on one is inconclusive. */
export function unlessTooBusy(isTooBusy: boolean, checks: readonly Check[]): readonly Check[] {
  if (!isTooBusy) return checks
  return checks.map((check) =>
    check.verdict === 'failed'
      ? { ...check, verdict: 'inconclusive', detail: `${check.detail}; ${TOO_BUSY}` }
      : check,
  )
}
