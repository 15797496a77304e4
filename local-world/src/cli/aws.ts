// `npm run aws -- …`: the stock AWS CLI, pointed at the running world.
import { join } from 'node:path'
import { reportError } from './report-error.ts'
import { runAws } from './run-aws.ts'

/** As for the scripts: another world's description may be named. */
const WORLD_FILE =
  process.env.MERIDIAN_WORLD ?? join(import.meta.dirname, '..', '..', '..', '.world', 'world.json')

// Ctrl-C is the command's to answer; this process passes its exit code on.
process.on('SIGINT', () => {})

try {
  process.exitCode = await runAws(process.argv.slice(2), { descriptionFile: WORLD_FILE })
} catch (error) {
  process.exitCode = reportError(error)
}
