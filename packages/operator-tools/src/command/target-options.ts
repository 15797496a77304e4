import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import type { TargetChoice } from '../target/load-target.ts'
import { addReportOptions, REPOSITORY_ROOT, type ReportOptions } from './report-options.ts'

/**
 * The options by which every command selects its target. A command that makes changes must name it; one that only reads may use
 * the local world that runs here.
 */
export interface TargetOptions extends ReportOptions {
  readonly target: TargetName
  readonly outputs?: string
  readonly vantage: readonly string[]
  readonly world?: string
}

export type TargetName = 'local' | 'aws'

const collect = (value: string, previous: readonly string[]) => [...previous, value]

export function addTargetOptions(command: Command): Command {
  return addReportOptions(command)
    .addOption(
      new Option(
        '--target <target>',
        'the world on this machine, or the deployed stack; a command that changes nothing uses the world that runs here by default',
      ).choices(['local', 'aws']),
    )
    .addOption(
      new Option('--world <file>', 'for local: its description, unless .world/world.json').env(
        'MERIDIAN_WORLD',
      ),
    )
    .option('--outputs <file>', 'for aws: file written by "pulumi stack output --json"')
    .option('--vantage <city=proxy>', 'for aws: an HTTP proxy that stands in a city; repeatable', collect, [])
}

const DEFAULT_WORLD_FILE = join(REPOSITORY_ROOT, '.world', 'world.json')

/** The local world that runs here; undefined when none does. */
export function runningWorld(file = DEFAULT_WORLD_FILE): { readonly file: string } | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { readonly pid: number }
    // Throws when there is no such process: that world ended without removing its description.
    process.kill(pid, 0)
    return { file }
  } catch {
    return undefined
  }
}

export function targetChoice(options: Omit<TargetOptions, keyof ReportOptions>): TargetChoice {
  return {
    target: options.target,
    repositoryRoot: REPOSITORY_ROOT,
    ...(options.world === undefined ? {} : { worldFile: options.world }),
    vantages: options.vantage,
    ...(options.outputs === undefined ? {} : { outputsFile: options.outputs }),
  }
}
