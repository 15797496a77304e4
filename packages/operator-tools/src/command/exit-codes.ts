import type { Verdict } from '../report/findings.ts'

/** What a command's exit codes mean; docs/errors.md has the same table. */
export const EXIT = {
  done: 0,
  failed: 1,
  wrongUse: 2,
  refused: 3,
  inconclusive: 4,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit code for a report's verdict. `unknown` (could not be judged) is not a failure. */
export function exitCodeFor(verdict: Verdict): ExitCode {
  if (verdict === 'failed') return EXIT.failed
  return verdict === 'inconclusive' ? EXIT.inconclusive : EXIT.done
}
