/** Whether something is as it should be; `unknown` when it could not be judged and nobody should be alarmed. */
export type Verdict = 'ok' | 'failed' | 'unknown'

/** One named check and what was seen. */
export interface Check {
  /** Says what holds when it is ok: `every service runs the wanted number of tasks in us-east-1`. */
  readonly name: string
  readonly verdict: Verdict
  /** The values seen, and those wanted when they differ. */
  readonly detail: string
}

/** The judgement of a run: it failed when any check did. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some((check) => check.verdict === 'failed')) return 'failed'
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
