import { parseArgs } from 'node:util'

const WRONG_USE = 2

/** Ends a command that takes no argument when it was asked for help or given something; otherwise it goes on. */
export function takeNoArguments(usage: string): void {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
    if (!values.help) return
    process.stdout.write(`${usage}\n`)
    process.exit()
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n\n${usage}\n`)
    process.exit(WRONG_USE)
  }
}
