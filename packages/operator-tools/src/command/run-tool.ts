import type { Command } from 'commander'
import { withAwsErrorsExplained } from '../aws/explain.ts'
import type { OnProgress } from '../report/progress.ts'
import type { Report } from '../report/report.ts'
import { loadTarget } from '../target/load-target.ts'
import type { TargetDescription } from '../target/target.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { keepReport, publishReport } from './publish-report.ts'
import { runCommand } from './run-command.ts'
import { type TargetOptions, targetChoice } from './target-options.ts'

/** A tool that measures one target and produces a report. */
export interface Tool<Options> {
  readonly command: Command
  /** Whether passing checks are shown too. */
  readonly showsEveryCheck: boolean
  /** Whether it only reads: such a tool need not name its target. */
  readonly changesNothing?: boolean
  /** What an operator must know when it is interrupted. */
  readonly whenStopped?: string
  /** A gate's failed checks are a refusal. */
  readonly isGate?: boolean
  measure(target: TargetDescription, options: Options, onProgress: OnProgress): Promise<Report>
}

/** Parses, measures, prints and writes the report; returns the exit code. */
export function runTool<Options extends object>(
  tool: Tool<Options>,
  argv?: readonly string[],
): Promise<ExitCode> {
  const {
    command,
    showsEveryCheck,
    changesNothing,
    whenStopped = 'Nothing was changed: the same command begins again.',
    isGate,
  } = tool
  return runCommand<Options & TargetOptions>(
    {
      command,
      needOf: () => (changesNothing ? 'found' : 'named'),
      whenStopped: () => `Stopped before the end: there is no report. ${whenStopped}`,
      async run({ options }, progress) {
        const target = await loadTarget(targetChoice(options))
        const report = await withAwsErrorsExplained(target, () =>
          tool.measure(target, options, progress.show),
        )
        progress.end()
        const code = await publishReport(report, {
          options,
          showsEveryCheck,
          keep: keepReport(report, target),
        })
        return isGate && code === EXIT.failed ? EXIT.refused : code
      },
    },
    argv,
  )
}
