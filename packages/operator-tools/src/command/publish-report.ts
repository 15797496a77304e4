import { relative } from 'node:path'
import { describeEnvironment } from '../report/environment.ts'
import { renderReport } from '../report/render-report.ts'
import type { Report } from '../report/report.ts'
import { writeReport } from '../report/write-report.ts'
import type { TargetDescription } from '../target/target.ts'
import { type ExitCode, exitCodeFor } from './exit-codes.ts'
import { REPOSITORY_ROOT, type ReportOptions } from './report-options.ts'

export interface Publication {
  readonly options: ReportOptions
  /** Whether people also see the checks that are ok; by default they do. */
  readonly showsEveryCheck?: boolean
  /** Leaves the report in the results folder, and whatever else belongs to it; resolves with the run's folder. */
  readonly keep: (results: string) => Promise<string>
}

/** Shows a report to people, leaves it in the results folder and prints it for programs; its verdict is the exit code. */
export async function publishReport(
  report: Report,
  { options, showsEveryCheck = true, keep }: Publication,
): Promise<ExitCode> {
  process.stderr.write(`\n${renderReport(report, process.stderr, showsEveryCheck)}`)
  if (options.report) {
    const folder = await keep(options.results)
    process.stderr.write(`Report: ${relative(process.cwd(), folder) || folder}/report.md\n`)
  }
  if (options.json) printJson(report)
  return exitCodeFor(report.verdict)
}

/** Leaves a report and what it depends on in the results folder. */
export function keepReport(
  report: Report,
  target: Pick<TargetDescription, 'name' | 'latencyTable'>,
  runName?: string,
): Publication['keep'] {
  return async (results) =>
    writeReport(results, report, await describeEnvironment(target, REPOSITORY_ROOT), runName)
}

/** Data for programs: the only thing on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
