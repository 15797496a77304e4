import { relative } from 'node:path'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fitHelp } from './fit-help.ts'
import { ownScreen } from './own-screen.ts'
import { addTargetOptions, runningWorld, type TargetName, type TargetOptions } from './target-options.ts'

export interface ParsedCommand<Options> {
  /** Of the command with verbs, the verb that was given. */
  readonly verb: string
  readonly arguments: readonly string[]
  readonly options: Options
}

/** Whether a command line has to name its target. */
export type TargetNeed =
  /** It may change something. */
  | 'named'
  /** It only looks: the local world that runs here will do. */
  | 'found'
  /** This verb asks no target. */
  | 'none'

/**
 * Reads the command line; an exit code when it was help, or wrong.
 *
 * @param needOf judges a verb and its arguments; a command without it has no target, nor the options that name one.
 */
export async function parseCommand<Options>(
  command: Command,
  argv: readonly string[],
  needOf?: (verb: string, args: readonly string[]) => TargetNeed,
): Promise<ParsedCommand<Options> | ExitCode> {
  ownScreen()
  // A person types it so.
  if (!command.name().startsWith('npm ')) command.name(`npm run ${command.name()} --`)
  let parsed: ParsedCommand<Options> | undefined
  const verbs = command.commands.length > 0 ? command.commands : [command]
  fitHelp(command)
  for (const verb of verbs) prepare(verb)
  try {
    await command
      .exitOverride()
      .showSuggestionAfterError()
      .showHelpAfterError(helpLine(command))
      .parseAsync([...argv], { from: 'user' })
    return parsed ?? EXIT.wrongUse
  } catch (error) {
    const { exitCode } = error as { exitCode?: number }
    if (exitCode === undefined) throw error
    return exitCode === 0 ? EXIT.done : EXIT.wrongUse
  }

  function prepare(verb: Command): void {
    if (needOf) addTargetOptions(verb)
    fitHelp(verb)
    verb
      .exitOverride()
      .showSuggestionAfterError()
      .showHelpAfterError(helpLine(command, verb))
      .allowExcessArguments(false)
      .action(() => {
        const options = needOf ? withTarget(verb, needOf) : verb.opts()
        parsed = { verb: verb.name(), arguments: verb.args, options: options as Options }
      })
  }
}

/** The next step of a person who typed something wrong. */
export function helpLine(command: Command, verb = command): string {
  return `Help: ${command.name()} ${verb === command ? '' : `${verb.name()} `}--help`
}

function withTarget(
  verb: Command,
  needOf: (verb: string, args: readonly string[]) => TargetNeed,
): TargetOptions {
  const given = verb.opts<TargetOptions>()
  const target = given.target ?? targetUnlessNamed(verb, given, needOf(verb.name(), verb.args))
  const options = { ...given, target }
  refuseAwsWithoutOutputs(verb, options)
  return options
}

/** Says which target was taken: it is printed before anything is asked of it. */
function targetUnlessNamed(
  command: Command,
  { world, outputs }: TargetOptions,
  need: TargetNeed,
): TargetName {
  if (need === 'none') return 'local'
  const missing = "error: required option '--target <target>' not specified"
  if (need === 'named') command.error(`${missing}: this command may change something`)
  if (outputs !== undefined) command.error(`${missing}: --outputs belongs to --target aws`)
  const running = runningWorld(world)
  if (!running) command.error(`${missing}, and no local world runs here (npm start starts one)`)
  process.stderr.write(`Target: local, the world of ${relative(process.cwd(), running.file)}\n`)
  return 'local'
}

function refuseAwsWithoutOutputs(command: Command, { target, outputs }: TargetOptions): void {
  if (target === 'aws' && outputs === undefined)
    command.error(
      'error: --target aws needs --outputs <file>, written by: npx pulumi stack output --json --cwd infra/pulumi',
    )
}
