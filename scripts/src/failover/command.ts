import { HOME_REGION, OPERATION_KINDS } from '@meridian/failover'
import { parseCount } from '@meridian/operator-tools/command'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import { Command, Option } from 'commander'

/** Options besides the target; each verb takes those that apply to it. */
export interface FailoverOptions {
  readonly to: RegionId
  readonly region: RegionId
  readonly kind?: (typeof OPERATION_KINDS)[number]
  readonly confirm?: string
  readonly maxLagMs: number
  readonly deadlineS?: number
  readonly waitS?: number
  readonly journal?: string
  readonly supersede?: boolean
}

const EXIT_CODES = `
Exit codes: 0 done or nothing to do, 1 failed or not over at the deadline, 2 wrong use, 3 refused for safety,
130 ended by Ctrl-C: the last lines say what was done and how to go on.`

/** `failover plan|switchover|failover|resume|failback|last-region`. */
export function failoverCommand(): Command {
  const command = new Command('failover')
    .description('Moves the writer of the global database to another region.')
    .addHelpText(
      'after',
      `
Examples:
  npm run failover -- plan --target local --to us-west-2
  npm run failover -- switchover --target local --to us-west-2 --confirm meridian-usw2
  npm run failover -- failover --target local --to us-west-2 --confirm meridian-usw2
  npm run failover -- resume --target local
  npm run failover -- failback --target local --confirm meridian-use1
  npm run failover -- last-region --target local --region us-east-1 --confirm meridian-use1
  npm run failover -- switchover --target aws --outputs outputs.json --to us-west-2
${EXIT_CODES}`,
    )
  command.addCommand(
    withOptions(new Command('plan'), 'Shows the checks and the exact AWS calls; changes nothing.').addOption(
      new Option('--kind <kind>', 'what to plan').choices(OPERATION_KINDS).default('switchover'),
    ),
  )
  command.addCommand(
    changing(withOptions(new Command('switchover'), 'Planned: no row is lost, every member must be well.')),
  )
  command.addCommand(
    changing(
      withOptions(
        new Command('failover'),
        'Unplanned: promotes the target as it is. Rows that had not reached it are lost.',
      ),
    ),
  )
  command.addCommand(
    withDeadline(new Command('resume'))
      .description('Continues a run that was interrupted: completes it, or cancels it if no call was made.')
      .option('--journal <file>', 'the journal to continue (default: the newest unfinished one)')
      .addHelpText('after', EXIT_CODES),
  )
  command.addCommand(
    changing(
      withOptions(new Command('failback'), 'A switchover home, once every member follows.', HOME_REGION),
    ),
  )
  command.addCommand(
    new Command('last-region')
      .description('Declares the one region that is left, so that it writes without a majority.')
      .addOption(
        new Option('--region <region>', 'the region that is left, and writes')
          .choices(REGION_IDS)
          .makeOptionMandatory(),
      )
      .option('--confirm <cluster>', 'its cluster id: confirms the plan')
      .option('--wait-s <count>', 'how long to wait for the checks to pass', parseCount(0), 0)
      .addHelpText('after', EXIT_CODES),
  )
  return command
}

function withOptions(verb: Command, description: string, home?: RegionId): Command {
  const to = new Option('--to <region>', 'the region of the new writer').choices(REGION_IDS)
  return verb
    .description(description)
    .addOption(home === undefined ? to.makeOptionMandatory() : to.default(home))
    .option('--max-lag-ms <count>', 'refuse a switchover to a target that lags more', parseCount(1), 1_000)
    .addHelpText('after', EXIT_CODES)
}

function changing(verb: Command): Command {
  return withDeadline(verb)
    .option('--confirm <cluster>', 'the target’s cluster id: confirms the plan')
    .option('--wait-s <count>', 'how long to wait for the checks to pass', parseCount(0), 0)
    .option('--supersede', 'abandon an unfinished operation whose target is lost as well', false)
}

function withDeadline(verb: Command): Command {
  return verb.option(
    '--deadline-s <count>',
    'how long to wait for the result; resume continues after that',
    parseCount(1),
  )
}
