import { Command, Option } from 'commander'

const STACKS = ['poc', 'production'] as const
type Stack = (typeof STACKS)[number]

export interface RehearsalOptions {
  readonly stack: Stack
  readonly as: 'person' | 'pipeline'
  readonly beside: Stack | undefined
  readonly destroy: boolean
  readonly updates: boolean
  readonly each: boolean
  readonly json: boolean
}

/** `npm run rehearse-up`: options and help. */
export function rehearsalCommand(): Command {
  return new Command('rehearse-up')
    .description('Rehearses pulumi up of a stack in an empty account, without an account.')
    .addOption(new Option('--stack <name>', 'the stack to make').choices(STACKS).default('production'))
    .addOption(
      new Option('--as <caller>', 'a person with every right, or the pipeline with its role')
        .choices(['person', 'pipeline'])
        .default('person'),
    )
    .addOption(new Option('--beside <name>', 'a stack that the account has already').choices(STACKS))
    .option('--destroy', 'rehearse pulumi destroy, and print what would stop it', false)
    .option('--updates', 'each property: changed in place, or replaced', false)
    .option('--each', 'one line for each resource', false)
    .option('--json', 'print the rehearsal as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run rehearse-up
  npm run rehearse-up -- --stack production --as pipeline
  npm run rehearse-up -- --stack production --beside poc
  npm run rehearse-up -- --stack production --destroy
  npm run rehearse-up -- --stack production --updates
  npm run rehearse-up -- --each --json > rehearsal.json

Each resource: would AWS take the request (its own models), may the caller make it (IAM), may the key be used (KMS), is the
name free; when it is ready, and what the stack then costs. Times and limits of a new account are from experience.

Exit codes: 0 up would come to its end, 1 it would not (or destroy would stop), 2 wrong use.`,
    )
}
