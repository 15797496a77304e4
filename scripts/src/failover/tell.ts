import { REAL_PACING, type Report, renderReport } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson } from '@meridian/operator-tools/command'

const MS_PER_SECOND = 1_000
const WAIT_POLL_MS = 500

/** How long `--wait` lets the checks become safe. */
export const patienceFor = (waitS = 0) => ({
  pacing: REAL_PACING,
  deadlineMs: waitS * MS_PER_SECOND,
  pollMs: WAIT_POLL_MS,
})

export function showPlan(report: Report): void {
  process.stderr.write(`\n${renderReport(report, process.stderr, true)}\n`)
}

export function tellNothingToDo(text: string, { json }: { readonly json: boolean }): ExitCode {
  process.stderr.write(`Nothing to do: ${text}\n`)
  if (json) printJson({ nothingToDo: text })
  return EXIT.done
}
