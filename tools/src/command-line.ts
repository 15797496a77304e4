import { parseArgs } from 'node:util'

const WRONG_USE = 2

/** Ends a command that takes no argument when it was asked for help or given something; otherwise it goes on. */
export function takeNoArguments(usage: string): void {
  takeOptions(usage, 'none', [], [])
}

export interface Options<Choice extends string> {
  /** Values of the one option that may be repeated; all that are known where it was not given. */
  readonly chosen: readonly Choice[]
  /** The flags that were given. */
  readonly flags: ReadonlySet<string>
}

/** What a command was asked for; ends it where that is help, or something that it does not know. */
export function takeOptions<Choice extends string>(
  usage: string,
  option: string,
  known: readonly Choice[],
  flags: readonly string[],
): Options<Choice> {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        ...Object.fromEntries(flags.map((flag) => [flag, { type: 'boolean' } as const])),
        ...(known.length > 0 && { [option]: { type: 'string', multiple: true } as const }),
      },
    })
    if (values.help === true) {
      process.stdout.write(`${usage}\n`)
      process.exit()
    }
    const given = values as Readonly<Record<string, unknown>>
    const chosen = (given[option] ?? []) as readonly Choice[]
    const unknown = chosen.find((value) => !known.includes(value))
    if (unknown !== undefined) throw new Error(`--${option} ${unknown} is not one of ${known.join(', ')}`)
    return {
      chosen: chosen.length > 0 ? chosen : known,
      flags: new Set(flags.filter((flag) => given[flag] === true)),
    }
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${usage}\n`)
    process.exit(WRONG_USE)
  }
}
