import { addReportOptions, parseCount, type ReportOptions } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'
import { PLANTED_BUGS } from './planted-bugs.ts'

export interface ScheduleOptions extends ReportOptions {
  readonly count: number
  readonly seed: number
  readonly replay?: number
  readonly shrink: boolean
  readonly bug?: string
  readonly bugs?: 'all' | 'sample'
}

export function schedulesCommand(): Command {
  return addReportOptions(new Command('failure-schedules'))
    .description('Plays random failure schedules on three real regions and checks the history of each.')
    .option('--count <number>', 'how many schedules', parseCount(0), 20)
    .option('--seed <number>', 'the first seed', parseCount(0), 1)
    .option('--replay <seed>', 'plays one schedule and prints its whole history', parseCount(0))
    .option('--shrink', 'drop the steps that a failing schedule does not need', false)
    .addOption(
      new Option('--bug <bug>', 'plant a bug in the library first').choices(
        PLANTED_BUGS.map(({ name }) => name),
      ),
    )
    .addOption(
      new Option('--bugs [which]', 'plant every bug once, or one in each part, and see its checker catch it')
        .choices(['all', 'sample'])
        .preset('all'),
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run failure-schedules -- --count 200 --seed 1
  npm run failure-schedules -- --replay 42 --shrink
  npm run failure-schedules -- --bugs
  npm run failure-schedules -- --bugs sample
  npm run failure-schedules -- --bug write-unfenced --count 10

Exit codes: 0 all clean (with --bugs: all caught), 1 not so, 2 wrong use.`,
    )
}
