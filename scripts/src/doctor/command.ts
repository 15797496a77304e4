import { Command, Option } from 'commander'

/** `npm run doctor`: options and help. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Says what this machine, the settings and the account lack for going to AWS, and how to get it.',
    )
    .addOption(
      new Option('--stack <name>', 'the stack that is going to AWS')
        .choices(['poc', 'production'])
        .default('production'),
    )
    .option(
      '--account',
      'also ask AWS: credentials, regions, quotas, Cost Explorer, cost allocation tags',
      false,
    )
    .option('--json', 'print the checks as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run doctor
  npm run doctor -- --account
  AWS_PROFILE=production npm run doctor -- --account --json

It changes nothing. Your own Node counts, not the one of this checkout: Pulumi runs the one on the PATH.

Exit codes: 0 nothing is missing, 1 something is, 2 wrong use.`,
    )
}
