import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { addTargetOptions, type TargetOptions } from './target-options.ts'

export interface ParsedCommand<Options> {
  /** Of the command with verbs, the verb that was given. */
  readonly verb: string
  readonly arguments: readonly string[]
  readonly options: Options
}

/** Reads the command line; an exit code when it was help, or wrong. */
export async function parseCommand<Options>(
  command: Command,
  argv: readonly string[],
): Promise<ParsedCommand<Options> | ExitCode> {
  endQuietlyOnBrokenPipe()
  let parsed: ParsedCommand<Options> | undefined
  const verbs = command.commands.length > 0 ? command.commands : [command]
  for (const verb of verbs) prepare(verb)
  try {
    await command
      .exitOverride()
      .showSuggestionAfterError()
      .parseAsync([...argv], { from: 'user' })
    return parsed ?? EXIT.wrongUse
  } catch (error) {
    const { exitCode } = error as { exitCode?: number }
    if (exitCode === undefined) throw error
    return exitCode === 0 ? EXIT.done : EXIT.wrongUse
  }

  function prepare(verb: Command): void {
    addTargetOptions(verb)
      .exitOverride()
      .showSuggestionAfterError()
      .action(() => {
        const options = verb.opts<Options & TargetOptions>()
        refuseAwsWithoutOutputs(verb, options)
        parsed = { verb: verb.name(), arguments: verb.args, options }
      })
  }
}

function refuseAwsWithoutOutputs(command: Command, { target, outputs }: TargetOptions): void {
  if (target === 'aws' && outputs === undefined)
    command.error(
      'error: --target aws needs --outputs <file>, written by: npx pulumi stack output --json --cwd infra/pulumi',
    )
}

/** `… | head` closes the pipe early; that is no fault. */
function endQuietlyOnBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT.done)
      throw error
    })
}
