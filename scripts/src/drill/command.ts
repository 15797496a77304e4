import { DRILLS } from '@meridian/drills'
import { parseAbove, parseCount } from '@meridian/operator-tools/command'
import { Argument, Command } from 'commander'

export interface DrillCommandOptions {
  readonly seed: number
  readonly rate: number
  readonly warmUp: number
}

/** Roughly how long a new world needs until it handles 100 writes/s evenly. */
const WARM_UP_SECONDS = 10

const NAMES = [...DRILLS.map(({ name }) => name), 'list'] as const

export function drillCommand(): Command {
  return new Command('drill')
    .description('Runs a drill: load, a failure, an operator’s procedure, and a verdict.')
    .addArgument(new Argument('<name>', 'which drill, or "list"').choices([...NAMES]))
    .option('--seed <count>', 'seed of the clients’ random choices', parseCount(0), 1)
    .option('--rate <factor>', 'multiplies the usual load; a slower machine gets less', parseAbove, 1)
    .option(
      '--warm-up <seconds>',
      'how long clients work before anything counts',
      parseCount(0),
      WARM_UP_SECONDS,
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run drill -- list --target local
  npm run drill -- planned-switchover --target local
  npm run drill -- region-loss --target local --seed 7 --json
  npm run drill -- planned-switchover --target aws --outputs outputs.json --rate 0.2

Exit codes: 0 every target was met, 1 one was missed, 2 wrong use, 3 refused for safety, 4 inconclusive: times were missed on a
machine that was too busy to measure on. What must never happen (a lost write, a stale read) is 1 on any machine.`,
    )
}
