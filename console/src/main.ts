// `npm run console`: a link to the running world's console, or a separate console for a target.
import { join, resolve } from 'node:path'
import { askForLink } from './ask-for-link.ts'
import { type ConsoleCommandOptions, consoleCommand } from './command.ts'
import { ConsoleError } from './errors.ts'
import { buildConsole, runBuilt } from './run-built.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')
const WORLD_FOLDER = join(REPOSITORY_ROOT, '.world')

const command = consoleCommand(join(WORLD_FOLDER, 'world.json')).exitOverride((error) =>
  process.exit(error.exitCode === 0 ? 0 : 2),
)

try {
  const options = command.parse().opts<ConsoleCommandOptions>()
  if (options.target === undefined) process.stdout.write(`${await askForLink(options.world)}\n`)
  else process.exitCode = await serve(options, options.target)
} catch (error) {
  const { code, message } = error as ConsoleError
  process.stderr.write(
    error instanceof ConsoleError ? `${message} [${code}]\n` : `${(error as Error).stack}\n`,
  )
  process.exitCode = 1
}

async function serve(options: ConsoleCommandOptions, target: 'local' | 'aws'): Promise<number> {
  const { world, outputs, vantage, port } = options
  if (target === 'aws' && outputs === undefined)
    command.error('--target aws needs --outputs <file>: npx pulumi stack output --json > outputs.json')
  const cache = join(WORLD_FOLDER, 'cache')
  const folder = join(cache, 'console')
  await buildConsole(folder)
  return runBuilt(folder, {
    target: {
      target,
      repositoryRoot: REPOSITORY_ROOT,
      worldFile: resolve(world),
      vantages: vantage,
      ...(outputs === undefined ? {} : { outputsFile: resolve(outputs) }),
    },
    targetFile: resolve(target === 'aws' ? (outputs ?? '') : world),
    port,
    resultsFolder: join(REPOSITORY_ROOT, 'test-results'),
    identityFile: join(cache, `console-${target}.json`),
  })
}
