import { join } from 'node:path'
import type { TargetChoice } from '@meridian/drills'
import { type Command, Option } from 'commander'

export const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')

/** The options by which every command says what it looks at; the target is named, never guessed. */
export interface TargetOptions {
  readonly target: 'local' | 'aws'
  readonly outputs?: string
  readonly vantage: readonly string[]
  readonly world?: string
  /** Where reports and journals are left. */
  readonly results: string
  readonly json: boolean
  /** False with --no-report. */
  readonly report: boolean
}

const collect = (value: string, previous: readonly string[]) => [...previous, value]

export function addTargetOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--target <target>', 'the world on this machine, or the deployed stack')
        .choices(['local', 'aws'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--world <file>', 'for local: its description, unless .world/world.json').env(
        'MERIDIAN_WORLD',
      ),
    )
    .addOption(
      new Option('--results <folder>', 'where reports and journals are left')
        .env('MERIDIAN_RESULTS')
        .default(join(REPOSITORY_ROOT, 'test-results'), 'test-results'),
    )
    .option('--outputs <file>', 'for aws: file written by "pulumi stack output --json"')
    .option('--vantage <city=proxy>', 'for aws: an HTTP proxy that stands in a city; repeatable', collect, [])
    .option('--json', 'print the report as JSON on stdout', false)
    .option('--no-report', 'leave nothing in test-results/')
}

export function targetChoice(options: Omit<TargetOptions, 'json' | 'report' | 'results'>): TargetChoice {
  return {
    target: options.target,
    repositoryRoot: REPOSITORY_ROOT,
    ...(options.world === undefined ? {} : { worldFile: options.world }),
    vantages: options.vantage,
    ...(options.outputs === undefined ? {} : { outputsFile: options.outputs }),
  }
}
