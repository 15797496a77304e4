import { createInterface } from 'node:readline/promises'
import { OperationRefusedError } from '../errors.ts'

/**
 * Confirms a change by its target's name, given on the command line or typed at a terminal prompt.
 * Without a terminal to prompt on, nothing is changed.
 */
export async function confirm(wanted: string, given: string | undefined): Promise<void> {
  const said = given ?? (await ask(wanted))
  if (said === undefined)
    throw new OperationRefusedError(
      `Nothing was changed: this needs an agreement, and there is no terminal to ask on. Agree with: --confirm ${wanted}`,
    )
  if (said !== wanted)
    throw new OperationRefusedError(
      `Nothing was changed: "${said}" was confirmed, and this would change "${wanted}". Agree with: --confirm ${wanted}`,
    )
}

async function ask(wanted: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Node would exit silently on Ctrl-C: let the command's own handler report first.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return (await terminal.question(`Type ${wanted} to go on, anything else to stop: `)).trim()
  } finally {
    terminal.close()
  }
}
