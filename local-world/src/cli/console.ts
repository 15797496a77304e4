// `npm run console`: another link to the running world's console, which works once.
import { join } from 'node:path'
import { NoWorldRunning } from '../world/errors.ts'
import { readDescription } from '../world/read-description.ts'
import { reportError } from './report-error.ts'

/** As for the scripts: another world's description may be named. */
const WORLD_FILE =
  process.env.MERIDIAN_WORLD ?? join(import.meta.dirname, '..', '..', '..', '.world', 'world.json')

const HELP = `Usage: npm run console

Prints an address that opens the console of the running world in one browser, once.

Exit codes: 0 printed, 1 no world runs or it did not answer, 2 wrong use.
`

const [argument] = process.argv.slice(2)
if (argument === '--help' || argument === '-h') process.stdout.write(HELP)
else if (argument !== undefined) {
  process.stderr.write(`"${argument}" is not known.\n${HELP}`)
  process.exitCode = 2
} else
  await printLink().catch((error: unknown) => {
    process.exitCode = reportError(error)
  })

async function printLink(): Promise<void> {
  const world = readDescription(WORLD_FILE)
  if (!world) throw new NoWorldRunning(WORLD_FILE)
  const answer = await fetch(new URL('/links', world.console), {
    method: 'POST',
    headers: { authorization: `Bearer ${world.token}` },
  })
  if (!answer.ok) throw new Error(`The console answered ${answer.status}: ${(await answer.text()).trim()}`)
  const { url } = (await answer.json()) as { url: string }
  process.stdout.write(`${url}\n`)
}
