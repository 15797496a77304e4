import { type ImageDigests, migrationRegion, patienceFor, runMigration } from '@meridian/delivery'
import { createAwsClients } from '@meridian/operator-tools'
import { confirm, runTool } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'
import {
  addGateOptions,
  deadlineOption,
  type GateFlags,
  gateOptions,
  parseImage,
} from './src/delivery/options.ts'

const command = addGateOptions(
  new Command('migrate')
    .description('Runs the schema’s migration as a task by itself, and waits for its end.')
    .addOption(
      new Option(
        '--image <service=digest>',
        'marketing-api’s of the release; by default, the stack’s own',
      ).argParser(parseImage),
    ),
)
  .addOption(deadlineOption())
  .option('--confirm <region>', 'the region where the task runs: the writer’s')
  .addHelpText(
    'after',
    `
Examples:
  npm run migrate -- --target local --confirm us-east-1
  npm run migrate -- --target aws --outputs outputs.json --image marketing-api=sha256:… --confirm us-east-1 --json

Exit codes: 0 the schema is there, 1 the migration failed, 2 wrong use, 3 refused: see deploy-gate.`,
  )

interface Options extends GateFlags {
  readonly image?: ImageDigests
  readonly deadlineS?: number
  readonly confirm?: string
}

process.exitCode = await runTool<Options>({
  command,
  showsEveryCheck: true,
  whenStopped:
    'A migration task that was started goes on by itself: run this again, which changes nothing that is there.',
  async measure(target, options) {
    using aws = createAwsClients(target)
    const digest = options.image?.['marketing-api']
    const region = await migrationRegion(target, aws)
    await confirm(region, options.confirm)
    return await runMigration(target, aws, {
      region,
      ...gateOptions(options),
      ...patienceFor(target, options.deadlineS),
      ...(digest !== undefined && { digest }),
    })
  },
})
