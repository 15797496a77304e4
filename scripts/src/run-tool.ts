import {
  createProgress,
  loadTarget,
  type OnProgress,
  type Report,
  type TargetDescription,
  withAwsErrorsExplained,
} from '@meridian/operator-tools'
import type { Command } from 'commander'
import { describeFailure, exitCodeOf } from './describe-failure.ts'
import { EXIT, type ExitCode, exitCodeFor } from './exit-codes.ts'
import { sayWhenInterrupted } from './interruption.ts'
import { keepReport } from './keep-report.ts'
import { parseCommand } from './parse-command.ts'
import { renderReport } from './print-report.ts'
import { type TargetOptions, targetChoice } from './target-options.ts'

/** A tool that measures one target and gives a report. */
export interface Tool<Options> {
  readonly command: Command
  /** Whether people see the checks that are ok as well. */
  readonly showsEveryCheck: boolean
  /** Whether it only looks: such a tool needs no target named. */
  readonly changesNothing?: boolean
  /** What an operator has to know when it is ended in the middle. */
  readonly whenStopped?: string
  /** A gate says no by its checks: failing is a refusal. */
  readonly isGate?: boolean
  measure(target: TargetDescription, options: Options, onProgress: OnProgress): Promise<Report>
}

/** Parses, measures, prints, keeps the evidence; the exit code says how it went. */
export async function runTool<Options extends object>(
  tool: Tool<Options>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<ExitCode> {
  const need = tool.changesNothing ? 'found' : 'named'
  const parsed = await parseCommand<Options & TargetOptions>(tool.command, argv, () => need)
  if (typeof parsed === 'number') return parsed
  const { options } = parsed
  const progress = createProgress()
  using _ = sayWhenInterrupted(() => {
    progress.end()
    return `Stopped before the end: there is no report. ${tool.whenStopped ?? 'Nothing was changed.'}`
  })
  try {
    const target = await loadTarget(targetChoice(options))
    const report = await withAwsErrorsExplained(target, () => tool.measure(target, options, progress.show))
    progress.end()
    process.stderr.write(`\n${renderReport(report, process.stderr, tool.showsEveryCheck)}`)
    if (options.report) await keepReport(report, target, options.results)
    if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
    return tool.isGate && report.verdict === 'failed' ? EXIT.refused : exitCodeFor(report.verdict)
  } catch (error) {
    progress.end()
    process.stderr.write(describeFailure(error))
    return exitCodeOf(error)
  }
}
