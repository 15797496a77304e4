import { join } from 'node:path'
import { type Command, Option } from 'commander'

export const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..', '..')

/** The options for a command's report. */
export interface ReportOptions {
  /** Where reports and journals are written. */
  readonly results: string
  readonly json: boolean
  /** False with --no-report. */
  readonly report: boolean
}

export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--results <folder>', 'where reports and journals are left')
        .env('MERIDIAN_RESULTS')
        .default(join(REPOSITORY_ROOT, 'test-results'), 'test-results'),
    )
    .option('--json', 'print the report as JSON on stdout', false)
    .option('--no-report', 'leave nothing in test-results/')
}
