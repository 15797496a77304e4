import { join } from 'node:path'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { REPOSITORY_ROOT } from '../booted-world.ts'
import { PLANTS } from './plants.ts'

export interface ScheduleOptions {
  readonly count: number
  readonly seed: number
  readonly replay?: number
  readonly shrink: boolean
  readonly plant?: string
  readonly plants: boolean
  readonly json: boolean
  readonly report: boolean
  readonly results: string
}

export function schedulesCommand(): Command {
  return new Command('fault-schedules')
    .description('Plays random fault schedules on three real regions and judges each by its history.')
    .option('--count <number>', 'how many schedules', parseCount, 20)
    .option('--seed <number>', 'the first seed', parseCount, 1)
    .option('--replay <seed>', 'one schedule, with everything that happened in it', parseCount)
    .option('--shrink', 'drop the steps that a failing schedule does not need', false)
    .option('--plant <bug>', `plant a bug in the library first: ${PLANTS.map(({ name }) => name).join(', ')}`)
    .option('--plants', 'plant every bug once, and see that its checker catches it', false)
    .option('--results <folder>', 'where the report is left', join(REPOSITORY_ROOT, 'test-results'))
    .option('--no-report', 'leave nothing in test-results/')
    .option('--json', 'print the results as JSON on stdout', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run fault-schedules -- --count 200 --seed 1
  npm run fault-schedules -- --replay 42 --shrink
  npm run fault-schedules -- --plants
  npm run fault-schedules -- --plant write-unfenced --count 10

Exit codes: 0 all clean (with --plants: all caught), 1 not so, 2 wrong use.`,
    )
    .exitOverride()
}

/** The options, or undefined when the command line was wrong or only asked for help. */
export function parseSchedules(
  argv: readonly string[],
): { readonly options: ScheduleOptions } | { readonly exitCode: number } {
  const command = schedulesCommand()
  try {
    const options = command.parse([...argv], { from: 'user' }).opts<ScheduleOptions>()
    const { plant } = options
    if (plant !== undefined && !PLANTS.some(({ name }) => name === plant))
      command.error(
        `error: there is no bug "${plant}" to plant; there are ${PLANTS.map(({ name }) => name).join(', ')}`,
      )
    return { options }
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 }
    throw error
  }
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 0)
    throw new InvalidArgumentError(`"${text}" is not a whole number from 0.`)
  return count
}
