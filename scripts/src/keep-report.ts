import { relative } from 'node:path'
import {
  describeEnvironment,
  type Report,
  type TargetDescription,
  writeReport,
} from '@meridian/operator-tools'
import { REPOSITORY_ROOT } from './target-options.ts'

/** Leaves a report and what it depends on in the results folder, and says where. */
export async function keepReport(
  report: Report,
  target: TargetDescription,
  results: string,
  runName?: string,
): Promise<void> {
  const environment = await describeEnvironment(target, REPOSITORY_ROOT)
  const folder = await writeReport(results, report, environment, runName)
  process.stderr.write(`Report: ${relative(process.cwd(), folder) || folder}/report.md\n`)
}
