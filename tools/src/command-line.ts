import { parseArgs } from 'node:util'

const WRONG_USE = 2

/** Exits a command without arguments if it gets --help or any argument; otherwise returns. */
export function takeNoArguments(usage: string): void {
  takeOptions(usage, 'none', [], [])
}

export interface Options<Choice extends string> {
  /** Values of the one repeatable option; all known values if it is absent. */
  readonly chosen: readonly Choice[]
  readonly flags: ReadonlySet<string>
}

/** Parses a command's options; exits for --help or an unknown option. */
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
