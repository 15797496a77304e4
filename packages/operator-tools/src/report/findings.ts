/**
 * Whether something is as it should be. `inconclusive`: a time limit was missed on a machine too busy to measure on.
 * `unknown`: it could not be judged, which is no cause for alarm.
 */
export type Verdict = 'ok' | 'failed' | 'inconclusive' | 'unknown'

/** A mark for each verdict, also visible in a log or a pipe. */
export const VERDICT_MARKS: Readonly<Record<Verdict, string>> = {
  ok: '✓',
  failed: '✗',
  inconclusive: '≈',
  unknown: '?',
}

/** One named check and what it observed. */
export interface Check {
  /** States what is true when it is ok: `every service runs the wanted number of tasks in us-east-1`. */
  readonly name: string
  readonly verdict: Verdict
  /** The observed values, and the wanted ones when they differ. */
  readonly detail: string
}

/** The verdict of a run: failed if any check failed, otherwise inconclusive if any check is. */
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

/** For checks that a busy machine distorts, such as times: failed on such a machine, they become inconclusive. */
export function unlessTooBusy(isTooBusy: boolean, checks: readonly Check[]): readonly Check[] {
  if (!isTooBusy) return checks
  return checks.map((check) =>
    check.verdict === 'failed'
      ? { ...check, verdict: 'inconclusive', detail: `${check.detail}; ${TOO_BUSY}` }
      : check,
  )
}
