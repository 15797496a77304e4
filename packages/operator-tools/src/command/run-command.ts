import { type Command, CommanderError } from 'commander'
import { createProgress, type ProgressLine } from '../report/progress.ts'
import { describeFailure, exitCodeOf } from './describe-failure.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type Stopped, sayWhenInterrupted } from './interruption.ts'
import { helpLine, type ParsedCommand, parseCommand, type TargetNeed } from './parse-command.ts'

/** One command line and what it does; every command of the repository runs as one of these. */
export interface CommandRun<Options> {
  readonly command: Command
  /** Whether a verb must name its target; absent for a command without targets. */
  readonly needOf?: (verb: string, args: readonly string[]) => TargetNeed
  /** What has been done when it is interrupted, and what to do next; absent where rerunning the command is enough. */
  readonly whenStopped?: Stopped | 'heard by the command'
  run(parsed: ParsedCommand<Options>, progress: ProgressLine): Promise<ExitCode>
}

/** The message of an interrupted command that only needs to be rerun. */
export const BEGIN_AGAIN = 'Stopped before the end. The same command begins again from the start.'

/** Parses and runs a command line, reports failures, and returns the exit code. */
export async function runCommand<Options>(
  { command, needOf, whenStopped = () => BEGIN_AGAIN, run }: CommandRun<Options>,
  argv: readonly string[] = process.argv.slice(2),
): Promise<ExitCode> {
  const parsed = await parseCommand<Options>(command, argv, needOf)
  if (typeof parsed === 'number') return parsed
  const progress = createProgress()
  using _ = whenStopped === 'heard by the command' ? undefined : sayWhenInterrupted(stopped(whenStopped))
  try {
    return await run(parsed, progress)
  } catch (error) {
    progress.end()
    // The command rejected its arguments and has reported it through `command.error`.
    if (error instanceof CommanderError) return EXIT.wrongUse
    process.stderr.write(describeFailure(error))
    const exitCode = exitCodeOf(error)
    if (exitCode === EXIT.wrongUse) process.stderr.write(`${helpLine(command)}\n`)
    return exitCode
  }

  function stopped(tell: Stopped): Stopped {
    return () => {
      progress.end()
      return tell()
    }
  }
}
