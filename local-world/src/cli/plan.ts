import { join, resolve } from 'node:path'
import { whileShown } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson, REPOSITORY_ROOT, runCommand } from '@meridian/operator-tools/command'
import { describeGraph, graphTree, shortType } from '@meridian/resource-graph'
import { Command } from 'commander'
import { MODULES } from '../modules/index.ts'
import { RECORDED } from '../modules/recorded/resources.ts'
import { mergeProviders } from '../program/providers.ts'
import { type RememberedRun, runRememberedProgram } from '../program/remembered-program.ts'
import { type IneffectiveProperties, planModules } from '../world/plan-modules.ts'
import { configOption, programOption } from './program-options.ts'

const CACHE = join(REPOSITORY_ROOT, '.world/cache')

const EXAMPLES = `
Examples:
  npm run plan                            the resources of stack poc, as a tree
  npm run plan -- --stack production      those of another stack
  npm run plan -- --json > graph.json     all about them, secrets masked
  npm run plan -- --config meridian:routingControls=prepared

Exit codes: 0 done, 1 the program failed or cannot run as it stands, 2 wrong
use.`

interface PlanOptions {
  readonly stack: string
  readonly program: string
  readonly config: Readonly<Record<string, string>>
  readonly json: boolean
  readonly fresh: boolean
}

const command = new Command('plan')
  .description('Runs the Pulumi program without an account and shows what it describes.')
  .option('--stack <name>', 'the stack whose settings are used', 'poc')
  .addOption(programOption())
  .addOption(configOption())
  .option('--json', 'print the whole graph as JSON', false)
  .option('--fresh', 'run the program even if its files are unchanged', false)
  .addHelpText('after', EXAMPLES)

process.exitCode = await runCommand<PlanOptions>({ command, run: ({ options }) => plan(options) })

async function plan({ stack, program, config, json, fresh }: PlanOptions): Promise<ExitCode> {
  const startedMs = performance.now()
  const runAsAsked = () =>
    runRememberedProgram({
      projectFolder: resolve(program),
      stack,
      config,
      modules: mergeProviders(MODULES),
      repositoryRoot: REPOSITORY_ROOT,
      compileCacheFolder: join(CACHE, 'compiled'),
      cacheFolder: CACHE,
      isFresh: fresh,
    })
  // Other commands run this one and quote its stderr when it fails, so progress is shown only on a terminal.
  const run = process.stderr.isTTY
    ? await whileShown(`running the program, stack ${stack}`, runAsAsked)
    : await runAsAsked()
  const { ineffective } = planModules(MODULES, run.graph)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  if (json) printJson(describeGraph(run.graph))
  else process.stdout.write(`${graphTree(run.graph)}\n`)
  process.stderr.write(`${summary(run, ineffective, seconds)}\n`)
  return EXIT.done
}

/** For people, on stderr: the number of resources, and what has no effect in the local world. */
function summary(run: RememberedRun, ineffective: readonly IneffectiveProperties[], seconds: string): string {
  const counted = (type: string) => run.graph.ofType(type).length
  const recorded = Object.entries(RECORDED).filter(([type]) => counted(type) > 0)
  const custom = run.graph.nodes.filter((node) => !node.isComponent).length
  const lines = [
    '',
    `Stack ${run.graph.contents.stack}: ${custom} resources, ${run.graph.nodes.length - custom} components, in ${seconds} s${sinceWhen(run)}.`,
    'Written down, without an effect in the local world:',
    ...recorded.map(([type, { why }]) => `  ${counted(type)} × ${shortType(type)}: ${why}`),
    'Properties that are taken without an effect:',
    ...ineffective.map(({ properties, type }) => `  ${shortType(type)}: ${properties.join(', ')}`),
    run.uninterpreted.length === 0
      ? 'Something runs for every other type.'
      : 'Interpreted by no module, so with ids that are only plausible:',
    ...run.uninterpreted.map(({ type, count }) => `  ${count} × ${shortType(type)}`),
    ...run.logs.map(({ severity, message }) => `${severity}: ${message}`),
  ]
  return lines.join('\n')
}

/** If nothing has changed, the program does not run again. */
function sinceWhen({ describedAt }: RememberedRun): string {
  return describedAt === undefined
    ? ''
    : `, as run at ${describedAt.slice(0, 16).replace('T', ' ')} UTC and unchanged since`
}
