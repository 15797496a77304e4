// `npm run preview`: what `pulumi up --refresh` would do to the running world as it is now.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ProgressLine } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson, runCommand } from '@meridian/operator-tools/command'
import { type GraphDescription, graphOf } from '@meridian/resource-graph'
import { Command } from 'commander'
import { isDestructive } from '../preview/plan-steps.ts'
import { preview } from '../preview/preview.ts'
import { renderSteps } from '../preview/render.ts'
import { graphFileOf } from '../world/describe-world.ts'
import { NoWorldRunningError } from '../world/errors.ts'
import { readDescription } from '../world/read-description.ts'
import { configOption } from './config-option.ts'

const REPOSITORY_ROOT = join(import.meta.dirname, '..', '..', '..')
/** As for the scripts: another world's description may be named. */
const WORLD_FILE = process.env.MERIDIAN_WORLD ?? join(REPOSITORY_ROOT, '.world', 'world.json')

const EXAMPLES = `
Examples:
  npm run preview                         after a switchover or failover: does
                                          the program still describe the system?
  npm run preview -- --json               the steps as JSON
  npm run preview -- --program ../other   with a changed copy of the program
  npm run preview -- --config meridian:routingControls=in-use
                                          what another setting would change;
                                          those given to npm start are kept

Exit codes: 0 nothing would be lost, 1 something would be replaced, detached or
deleted (or the preview failed), 2 wrong use.`

const command = new Command('npm run preview --')
  .description(
    'Runs the Pulumi program again over the running world and shows what an update would do to it.',
  )
  .option('--program <folder>', 'the folder with Pulumi.yaml', join(REPOSITORY_ROOT, 'infra', 'pulumi'))
  .addOption(configOption())
  .option('--json', 'print the steps as JSON on stdout', false)
  .addHelpText('after', EXAMPLES)

interface PreviewCommandOptions {
  readonly program: string
  readonly config: Readonly<Record<string, string>>
  readonly json: boolean
}

process.exitCode = await runCommand<PreviewCommandOptions>({
  command,
  run: ({ options }, progress) => previewProgram(options, progress),
})

async function previewProgram(options: PreviewCommandOptions, progress: ProgressLine): Promise<ExitCode> {
  const description = readDescription(WORLD_FILE)
  const graphFile = graphFileOf(join(dirname(WORLD_FILE), 'run'))
  if (!description || !existsSync(graphFile)) throw new NoWorldRunningError(WORLD_FILE)
  const before = graphOf(JSON.parse(readFileSync(graphFile, 'utf8')) as GraphDescription)
  const { endpoint, credentials, config: startedWith = {} } = description
  const found = await preview({
    projectFolder: resolve(options.program),
    repositoryRoot: REPOSITORY_ROOT,
    before,
    controlPlane: { endpoint, credentials },
    config: { ...startedWith, ...options.config },
    onProgress: progress.wait,
  })
  progress.end()
  if (options.json) printJson(found)
  else process.stdout.write(`${renderSteps(found)}\n`)
  return found.steps.some(isDestructive) ? EXIT.failed : EXIT.done
}
