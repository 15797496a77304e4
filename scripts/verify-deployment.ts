import { type VerifyOptions, verifyDeployment, WAYS_IN } from '@meridian/operator-tools'
import { parseCount, runTool } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'

const command = new Command('verify-deployment')
  .description('Checks databases, services, traffic and what visitors see, and names every check.')
  .option('--timeout-ms <count>', 'for a connection or an answer', parseCount(1), 10_000)
  .addOption(
    new Option(
      '--through <way>',
      'regions: each past the edge as well; edge: nothing past it; by default regions locally, edge on AWS',
    ).choices(WAYS_IN),
  )
  .addHelpText(
    'after',
    `
Examples:
  npm run verify-deployment -- --target local
  npm run verify-deployment -- --target aws --outputs outputs.json --json
  npm run verify-deployment -- --target aws --outputs outputs.json --through regions

Each run leaves one lead for each way in, of verify-deployment@example.com: nothing else proves that leads arrive.

Past the edge, a load balancer answers addresses in directProbeCidrs that carry the origin key, which you then have to be
allowed to read (secretsmanager:GetSecretValue, kms:Decrypt).

Exit codes: 0 every check is ok, 1 one is not, 2 wrong use.`,
  )

process.exitCode = await runTool<VerifyOptions>({
  command,
  showsEveryCheck: true,
  changesNothing: true,
  measure: (target, options, onProgress) => verifyDeployment(target, { ...options, onProgress }),
})
