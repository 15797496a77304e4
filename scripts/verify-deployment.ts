import { type VerifyOptions, verifyDeployment } from '@meridian/drills'
import { Command } from 'commander'
import { parseCount } from './src/parse-options.ts'
import { runTool } from './src/run-tool.ts'

const command = new Command('verify-deployment')
  .description('Checks databases, services, traffic and what visitors see, and names every check.')
  .option('--timeout-ms <count>', 'for a connection or an answer', parseCount(1), 10_000)
  .addHelpText(
    'after',
    `
Examples:
  node scripts/verify-deployment.ts --target local
  node scripts/verify-deployment.ts --target aws --outputs outputs.json --json

Exit codes: 0 every check is ok, 1 one is not, 2 wrong use.`,
  )

process.exitCode = await runTool<VerifyOptions>({
  command,
  showsEveryCheck: true,
  measure: (target, options, onProgress) => verifyDeployment(target, { ...options, onProgress }),
})
