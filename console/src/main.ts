// `npm run console`: a link to the running world's console, or a separate console for a target.
import { join, resolve } from 'node:path'
import { EXIT, type ExitCode, REPOSITORY_ROOT, runCommand } from '@meridian/operator-tools/command'
import { askForLink } from './ask-for-link.ts'
import { type ConsoleCommandOptions, consoleCommand } from './command.ts'
import { buildConsole, runBuilt } from './run-built.ts'

const WORLD_FOLDER = join(REPOSITORY_ROOT, '.world')

const command = consoleCommand(join(WORLD_FOLDER, 'world.json'))

process.exitCode = await runCommand<ConsoleCommandOptions>({
  command,
  whenStopped: 'heard by the command',
  async run({ options }) {
    if (options.target !== undefined) return serve(options, options.target)
    process.stdout.write(`${await askForLink(options.world)}\n`)
    return EXIT.done
  },
})

async function serve(options: ConsoleCommandOptions, target: 'local' | 'aws'): Promise<ExitCode> {
  const { world, outputs, vantage, port } = options
  if (target === 'aws' && outputs === undefined)
    command.error('error: --target aws needs --outputs <file>: npx pulumi stack output --json > outputs.json')
  const cache = join(WORLD_FOLDER, 'cache')
  const folder = join(cache, 'console')
  const exitCode = await runBuilt(await buildConsole(folder), {
    target: {
      target,
      repositoryRoot: REPOSITORY_ROOT,
      worldFile: resolve(world),
      vantages: vantage,
      ...(outputs === undefined ? {} : { outputsFile: resolve(outputs) }),
    },
    targetFile: resolve(target === 'aws' ? (outputs ?? '') : world),
    port,
    assetFolder: folder,
    resultsFolder: join(REPOSITORY_ROOT, 'test-results'),
    identityFile: join(cache, `console-${target}.json`),
  })
  return exitCode === 0 ? EXIT.done : EXIT.failed
}
