import { Command, Option } from 'commander'

export const STACKS = ['poc', 'production'] as const

export interface PolicyOptions {
  readonly stack: (typeof STACKS)[number] | 'all'
  readonly rule: readonly string[] | undefined
  readonly models: boolean
  readonly list: boolean
  readonly mistakes: boolean
  readonly json: boolean
}

/** `npm run policy`: options and help. */
export function policyCommand(): Command {
  return new Command('policy')
    .description(
      'Checks what the program describes against the rules of packages/policy, without an account.',
    )
    .addOption(
      new Option('--stack <name>', 'the stack to look at').choices([...STACKS, 'all']).default('all'),
    )
    .option('--rule <id...>', 'only these rules')
    .option('--models', "also validate every input against AWS's own models", false)
    .option('--list', 'only print the rules', false)
    .option('--mistakes', 'plant mistakes, one at a time, and say which layer caught each', false)
    .option('--json', 'print the report as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run policy
  npm run policy -- --stack production --models
  npm run policy -- --rule geolocation-default --rule health-check-fast
  npm run policy -- --stack production --mistakes
  npm run policy -- --json > policy.json

Exit codes: 0 every rule is kept or waived (or every planted mistake caught), 1 one is not, 2 wrong use.`,
    )
}
