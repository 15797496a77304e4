import type { Verdict } from '../report/findings.ts'

/** What a command's exit code says; docs/errors.md has the same table. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  refused: 3,
  inconclusive: 4,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code for a report's status. A report that could not be judged (`unknown`) is no failure. */
export function exitCodeFor(verdict: Verdict): ExitCode {
  if (verdict === 'failed') return EXIT.failed
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.done
}
