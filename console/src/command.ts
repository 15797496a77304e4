import { parsePort } from '@meridian/operator-tools/command'
import { Command, Option } from 'commander'

export interface ConsoleCommandOptions {
  readonly target?: 'local' | 'aws'
  readonly world: string
  readonly outputs?: string
  readonly vantage: readonly string[]
  readonly port: number
}

const collect = (value: string, previous: readonly string[]) => [...previous, value]

export function consoleCommand(defaultWorld: string): Command {
  return new Command('console')
    .description(
      'Shows a running system in a browser. Without --target: prints another link to the console of the world that runs here.',
    )
    .addOption(
      new Option('--target <target>', 'serve a separate console for this target').choices(['local', 'aws']),
    )
    .addOption(
      new Option('--world <file>', 'for local: the description of the world')
        .env('MERIDIAN_WORLD')
        .default(defaultWorld, '.world/world.json'),
    )
    .option('--outputs <file>', 'for aws: file written by "pulumi stack output --json"')
    .option('--vantage <city=proxy>', 'for aws: an HTTP proxy that stands in a city; repeatable', collect, [])
    .option(
      '--port <port>',
      'where to serve it (0: the port of the last run, else any free one)',
      parsePort,
      0,
    )
    .addHelpText(
      'after',
      `
Examples:
  npm run console                                 another link to the console
                                                  of the running world
  npm run console -- --target local --port 4600   one that outlives the world
                                                  and finds the next one
  npm run console -- --target aws --outputs outputs.json

Exit codes: 0 printed, or stopped by Ctrl-C; 1 failed, or no world runs; 2 wrong
use.`,
    )
}
