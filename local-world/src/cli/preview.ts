// `npm run preview`: what `pulumi up --refresh` would do to the running world in its current state.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { ProgressLine } from '@meridian/operator-tools'
import {
  EXIT,
  type ExitCode,
  type ParsedCommand,
  printJson,
  REPOSITORY_ROOT,
  runCommand,
} from '@meridian/operator-tools/command'
import { type GraphDescription, graphOf } from '@meridian/resource-graph'
import { Command } from 'commander'
import { isDestructive } from '../preview/plan-steps.ts'
import { preview } from '../preview/preview.ts'
import { renderSteps } from '../preview/render.ts'
import { graphFileOf } from '../world/describe-world.ts'
import { NoWorldRunningError } from '../world/errors.ts'
import { readDescription } from '../world/read-description.ts'
import { configOption, programOption } from './program-options.ts'

/** As for the scripts, the variable can name another world's description. */
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

interface PreviewOptions {
  readonly program: string
  readonly config: Readonly<Record<string, string>>
  readonly json: boolean
}

const command = new Command('preview')
  .description(
    'Runs the Pulumi program again over the running world and shows what an update would do to it.',
  )
  .addOption(programOption())
  .addOption(configOption())
  .option('--json', 'print the steps as JSON on stdout', false)
  .addHelpText('after', EXAMPLES)

process.exitCode = await runCommand<PreviewOptions>({ command, run: previewOf })

async function previewOf(
  { options: { program, config, json } }: ParsedCommand<PreviewOptions>,
  progress: ProgressLine,
): Promise<ExitCode> {
  const description = readDescription(WORLD_FILE)
  const graphFile = graphFileOf(join(dirname(WORLD_FILE), 'run'))
  if (!description || !existsSync(graphFile)) throw new NoWorldRunningError(WORLD_FILE)
  const before = graphOf(JSON.parse(readFileSync(graphFile, 'utf8')) as GraphDescription)
  const { endpoint, credentials, config: startedWith = {} } = description
  const found = await preview({
    projectFolder: resolve(program),
    repositoryRoot: REPOSITORY_ROOT,
    before,
    controlPlane: { endpoint, credentials },
    config: { ...startedWith, ...config },
    onProgress: progress.wait,
  })
  progress.end()
  if (json) printJson(found)
  else process.stdout.write(`${renderSteps(found)}\n`)
  return found.steps.some(isDestructive) ? EXIT.failed : EXIT.done
}
