import { GROUPINGS, PROFILE_NAMES } from '@meridian/cost'
import { addReportOptions, runCommand } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'
import { type CostOptions, runCost, STACK_CHOICES } from './src/cost/run-cost.ts'

const command = addReportOptions(new Command('cost'))
  .description('Prices what the program describes, offline, from a dated price list.')
  .addOption(new Option('--stack <name>', 'whose settings').choices(STACK_CHOICES).default('all'))
  .addOption(
    new Option('--profile <name>', 'how much load').choices([...PROFILE_NAMES, 'all']).default('all'),
  )
  .addOption(new Option('--by <what>', 'what the amounts are summed by').choices(GROUPINGS))
  .option('--suggest', 'what each optimisation would save or cost', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run cost                                                  totals of both stacks, by the day and the month; leaves a report
  npm run cost -- --stack poc --profile idle --by service       what the amount consists of
  npm run cost -- --stack production --suggest                  optimisations, priced on the graph
  npm run cost -- --json > cost.json                            every line, with its price and source

Only a run over both stacks and all loads leaves a report in test-results/cost.

Exit codes: 0 done, 1 something has no price or the program failed, 2 wrong use.`,
  )

process.exitCode = await runCommand<CostOptions>({ command, run: ({ options }) => runCost(options) })
