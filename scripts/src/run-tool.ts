import { join, relative } from 'node:path'
import {
  DrillError,
  describeEnvironment,
  loadTarget,
  type OnProgress,
  type Report,
  type TargetDescription,
  writeReport,
} from '@meridian/drills'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { renderReport } from './print-report.ts'
import { createProgress } from './progress.ts'
import { addTargetOptions, type TargetOptions, targetChoice } from './target-options.ts'

/** A read-only tool: measures one target and gives a report. */
export interface Tool<Options> {
  readonly command: Command
  /** Whether people see the checks that are ok as well. */
  readonly showsEveryCheck: boolean
  measure(target: TargetDescription, options: Options, onProgress: OnProgress): Promise<Report>
}

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')

/** Parses, measures, prints, keeps the evidence; the exit code says how it went. */
export async function runTool<Options extends object>(
  tool: Tool<Options>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<ExitCode> {
  endQuietlyOnBrokenPipe()
  const options = parse<Options & TargetOptions>(tool.command, argv)
  if (typeof options === 'number') return options
  const progress = createProgress()
  try {
    const target = await loadTarget(targetChoice(options, REPOSITORY_ROOT))
    const report = await tool.measure(target, options, progress.show)
    progress.end()
    process.stderr.write(`\n${renderReport(report, process.stderr, tool.showsEveryCheck)}`)
    if (options.report) await keep(report, target)
    if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
    return report.verdict === 'failed' ? EXIT.failed : EXIT.done
  } catch (error) {
    progress.end()
    process.stderr.write(describeFailure(error))
    return EXIT.failed
  }
}

function parse<Options>(command: Command, argv: readonly string[]): Options | ExitCode {
  try {
    addTargetOptions(command)
      .exitOverride()
      .showSuggestionAfterError()
      .parse([...argv], { from: 'user' })
    const options = command.opts<Options & TargetOptions>()
    if (options.target === 'aws' && options.outputs === undefined)
      command.error(
        'error: --target aws needs --outputs <file>, written by: npx pulumi stack output --json --cwd infra/pulumi',
      )
    return options
  } catch (error) {
    const { exitCode } = error as { exitCode?: number }
    if (exitCode === undefined) throw error
    return exitCode === 0 ? EXIT.done : EXIT.wrongUse
  }
}

async function keep(report: Report, target: TargetDescription): Promise<void> {
  const environment = await describeEnvironment(target, REPOSITORY_ROOT)
  const folder = await writeReport(join(REPOSITORY_ROOT, 'test-results'), report, environment)
  process.stderr.write(`Report: ${relative(process.cwd(), folder) || folder}/report.md\n`)
}

/** A named error says what to do; anything else is a bug and shows where it happened. */
function describeFailure(error: unknown): string {
  if (error instanceof DrillError) return `${error.code}: ${error.message}\n`
  return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
}

/** `… | head` closes the pipe early; that is no fault. */
function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done)
      throw error
    })
}
