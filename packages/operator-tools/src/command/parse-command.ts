import { relative } from 'node:path'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fitHelp } from './fit-help.ts'
import { ownScreen } from './own-screen.ts'
import { addTargetOptions, runningWorld, type TargetName, type TargetOptions } from './target-options.ts'

export interface ParsedCommand<Options> {
  /** The verb given, for a command with verbs. */
  readonly verb: string
  readonly arguments: readonly string[]
  readonly options: Options
}

/** Whether a command line must name its target. */
export type TargetNeed =
  /** It may change something. */
  | 'named'
  /** It only reads: the local world that runs here is the default. */
  | 'found'
  /** This verb needs no target. */
  | 'none'

/**
 * Parses the command line; returns an exit code for help or a usage error.
 *
 * @param needOf decides by verb and arguments; a command without it has no target and no target options.
 */
export async function parseCommand<Options>(
  command: Command,
  argv: readonly string[],
  needOf?: (verb: string, args: readonly string[]) => TargetNeed,
): Promise<ParsedCommand<Options> | ExitCode> {
  ownScreen()
  // This is how people type it.
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

/** The next step after a usage error. */
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

/** Prints the target that was picked before anything is sent to it. */
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
