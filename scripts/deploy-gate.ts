import { gateReport } from '@meridian/delivery'
import { createAwsClients } from '@meridian/operator-tools'
import { runTool } from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { addGateOptions, type GateFlags, gateOptions } from './src/delivery/options.ts'

const command = addGateOptions(
  new Command('deploy-gate').description(
    'Says whether a release may begin: no change of roles under way, no alarm ringing, no failover journal open.',
  ),
).addHelpText(
  'after',
  `
Examples:
  npm run deploy-gate -- --target local
  npm run deploy-gate -- --target aws --outputs outputs.json --json

Exit codes: 0 it may, 1 it could not be found out, 2 wrong use, 3 it may not.`,
)

process.exitCode = await runTool<GateFlags>({
  command,
  showsEveryCheck: true,
  changesNothing: true,
  isGate: true,
  async measure(target, options) {
    using aws = createAwsClients(target)
    return await gateReport(target, aws, gateOptions(options))
  },
})
