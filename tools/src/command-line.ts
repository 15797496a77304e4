import { parseArgs } from 'node:util'

const WRONG_USE = 2

/** Ends a command that takes no argument when it was asked for help or given something; otherwise it goes on. */
export function takeNoArguments(usage: string): void {
  takeChoices(usage, 'none', [])
}

/** The values of the one option that a command takes, of which each must be known; all of them where it was not given. */
export function takeChoices<Choice extends string>(
  usage: string,
  option: string,
  known: readonly Choice[],
): readonly Choice[] {
  try {
    const { values } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        ...(known.length > 0 && { [option]: { type: 'string', multiple: true } as const }),
      },
    })
    if (values.help === true) {
      process.stdout.write(`${usage}\n`)
      process.exit()
    }
    const chosen = (values as Readonly<Record<string, readonly string[]>>)[option] ?? []
    const unknown = chosen.find((value) => !known.includes(value as Choice))
    if (unknown !== undefined) throw new Error(`--${option} ${unknown} is not one of ${known.join(', ')}`)
    return chosen.length > 0 ? (chosen as readonly Choice[]) : known
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${usage}\n`)
    process.exit(WRONG_USE)
  }
}
