import { type Command, CommanderError } from 'commander'
import { createProgress, type ProgressLine } from '../report/progress.ts'
import { describeFailure, exitCodeOf } from './describe-failure.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type Stopped, sayWhenInterrupted } from './interruption.ts'
import { helpLine, type ParsedCommand, parseCommand, type TargetNeed } from './parse-command.ts'

/** One command line and what it does; every command of the repository runs as one of these. */
export interface CommandRun<Options> {
  readonly command: Command
  /** Whether a verb has to name its target; absent for a command that has none. */
  readonly needOf?: (verb: string, args: readonly string[]) => TargetNeed
  /** What has been done when it is ended in the middle, and what to do next; absent where the same command just begins again. */
  readonly whenStopped?: Stopped | 'heard by the command'
  run(parsed: ParsedCommand<Options>, progress: ProgressLine): Promise<ExitCode>
}

/** What a command says when it is stopped, and there is nothing else to do. */
export const BEGIN_AGAIN = 'Stopped before the end. The same command begins again from the start.'

/** From a command line to an exit code: parses, runs, and says what failed. */
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
    // The command itself found what was typed wrong, and said so by `command.error`.
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
