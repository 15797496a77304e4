import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { ownScreen } from './own-screen.ts'

/** Reads the command line of a tool that looks at no target; an exit code when it was help, or wrong. */
export async function parseAlone<Options>(
  command: Command,
  argv: readonly string[] = process.argv.slice(2),
): Promise<Options | ExitCode> {
  ownScreen()
  try {
    await command
      .exitOverride()
      .showSuggestionAfterError()
      .allowExcessArguments(false)
      .parseAsync([...argv], { from: 'user' })
    return command.opts() as Options
  } catch (error) {
    const { exitCode } = error as { exitCode?: number }
    if (exitCode === undefined) throw error
    return exitCode === 0 ? EXIT.done : EXIT.wrongUse
  }
}
