// `npm run aws -- …`: the stock AWS CLI, pointed at the running world.
import { join } from 'node:path'
import { describeFailure, EXIT, REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import { runAws } from './run-aws.ts'

/** As for the scripts, the variable can name another world's description. */
const WORLD_FILE = process.env.MERIDIAN_WORLD ?? join(REPOSITORY_ROOT, '.world', 'world.json')

const USAGE = `Usage: npm run aws -- <service> <operation> [options of the AWS CLI]

Runs the stock AWS CLI against the running world, with its endpoint and access
key. The AWS CLI's own help: npm run aws -- help

Examples:
  npm run aws -- rds describe-global-clusters
  npm run aws -- logs tail <group> --follow

Exit codes: those of the AWS CLI; 1 also where no world runs, 2 wrong use.
`

// Ctrl-C is left to the command; this process passes on its exit code.
process.on('SIGINT', () => {})

const args = process.argv.slice(2)
try {
  if (args[0] === '--help') process.stdout.write(USAGE)
  else if (args.length === 0) {
    process.stderr.write(USAGE)
    process.exitCode = EXIT.wrongUse
  } else process.exitCode = await runAws(args, { descriptionFile: WORLD_FILE })
} catch (error) {
  process.stderr.write(describeFailure(error))
  process.exitCode = EXIT.failed
}
