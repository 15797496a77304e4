// `npm run console`: a link to the running world's console, or a console of its own for a target.
import { join } from 'node:path'
import { askForLink } from './ask-for-link.ts'
import { type ConsoleCommandOptions, consoleCommand } from './command.ts'
import { ConsoleError } from './errors.ts'
import { type RunningConsole, startConsole } from './start-console.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..')
const WORLD_FOLDER = join(REPOSITORY_ROOT, '.world')

const command = consoleCommand(join(WORLD_FOLDER, 'world.json')).exitOverride((error) =>
  process.exit(error.exitCode === 0 ? 0 : 2),
)

try {
  const options = command.parse().opts<ConsoleCommandOptions>()
  if (options.target === undefined) process.stdout.write(`${await askForLink(options.world)}\n`)
  else await serve(options, options.target)
} catch (error) {
  const { code, message } = error as ConsoleError
  process.stderr.write(
    error instanceof ConsoleError ? `${message} [${code}]\n` : `${(error as Error).stack}\n`,
  )
  process.exitCode = 1
}

async function serve(options: ConsoleCommandOptions, target: 'local' | 'aws'): Promise<void> {
  const { world, outputs, vantage, port } = options
  if (target === 'aws' && outputs === undefined)
    command.error('--target aws needs --outputs <file>: npx pulumi stack output --json > outputs.json')
  await using running = await startConsole({
    target: {
      target,
      repositoryRoot: REPOSITORY_ROOT,
      worldFile: world,
      vantages: vantage,
      ...(outputs === undefined ? {} : { outputsFile: outputs }),
    },
    targetFile: target === 'aws' ? (outputs ?? '') : world,
    port,
    identityFile: join(WORLD_FOLDER, 'cache', `console-${target}.json`),
  })
  announce(running)
  await stopSignal()
}

/** To the world that started this process, or to the person who did. */
function announce(running: RunningConsole): void {
  const link = running.newLink()
  if (process.send) process.send({ url: running.url, link })
  else process.stderr.write(`The console is at ${link}\nThe link works once. Ctrl-C stops the console.\n`)
}

/** A world that ends without a word takes its console along. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
    process.once('disconnect', () => resolve())
  })
}
