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
  /** Whether passing checks are shown too; true by default. */
  readonly showsEveryCheck?: boolean
  /** Writes the report and its other files to the results folder; resolves with the run's folder. */
  readonly keep: (results: string) => Promise<string>
}

/** Shows a report, writes it to the results folder and prints it as JSON; its verdict sets the exit code. */
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

/** Writes a report and its environment to the results folder. */
export function keepReport(
  report: Report,
  target: Pick<TargetDescription, 'name' | 'latencyTable'>,
  runName?: string,
): Publication['keep'] {
  return async (results) =>
    writeReport(results, report, await describeEnvironment(target, REPOSITORY_ROOT), runName)
}

/** Machine-readable output: the only thing on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}
