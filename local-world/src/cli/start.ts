// `npm start`: runs the program, starts what it describes, prints where everything is, and stops cleanly.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  EXIT,
  type ExitCode,
  parseAbove,
  parsePort,
  printJson,
  REPOSITORY_ROOT,
  runCommand,
} from '@meridian/operator-tools/command'
import type { ResourceGraph } from '@meridian/resource-graph'
import { LATENCY_TABLES } from '@meridian/topology'
import { Command, Option } from 'commander'
import { type Clock, createRealClock } from '../kernel/clock.ts'
import { createSystemSource, type MachineLoad, monitorMachine } from '../kernel/machine-load/index.ts'
import { createSettings, type Pace, STALL_LIMIT_MS } from '../kernel/settings.ts'
import { MODULES } from '../modules/index.ts'
import { mergeProviders } from '../program/providers.ts'
import { runRememberedProgram } from '../program/remembered-program.ts'
import { announceWorld, type WorldDescription } from '../world/describe-world.ts'
import { type HeldFolders, takeFolders } from '../world/folders.ts'
import { planModules } from '../world/plan-modules.ts'
import { startForVisitors } from '../world/start-for-visitors.ts'
import type { RunningWorld } from '../world/start-world.ts'
import { addressBlock } from './address-block.ts'
import { startConsoleProcess } from './console-process.ts'
import { linkTable } from './link-table.ts'
import { configOption } from './program-options.ts'
import { createProgressView, type ProgressView } from './progress-view.ts'
import { firstStopSignal } from './stop-signals.ts'
import { trustNote } from './trust-note.ts'

const MILLISECONDS_PER_SECOND = 1_000
/** Sockets that were just closed need a few turns of the event loop. */
const LEFT_OPEN_MS = 2_000

interface StartOptions {
  readonly stack: string
  readonly pace: Pace
  readonly config: Readonly<Record<string, string>>
  readonly latency: (typeof LATENCY_TABLES)[number]
  readonly controlPort: number
  readonly consolePort: number
  readonly dnsPort: number
  readonly failuresPort: number
  /** In seconds. */
  readonly stallLimit: number
  readonly open: boolean
  readonly fresh: boolean
  readonly json: boolean
}

const command = new Command('npm start --')
  .description('Starts the whole platform on this machine and keeps it running until Ctrl-C.')
  .option('--stack <name>', 'stack of infra/pulumi to run', 'poc')
  .addOption(configOption())
  .addOption(
    new Option('--pace <pace>', 'how long AWS-like delays take').choices(['fast', 'aws']).default('fast'),
  )
  .addOption(
    new Option('--latency <table>', 'round-trip times between places')
      .choices([...LATENCY_TABLES])
      .default('measured-2017'),
  )
  .option('--control-port <port>', 'port of the AWS-compatible endpoint (0: any free one)', parsePort, 0)
  .option(
    '--console-port <port>',
    'port of the console (0: that of the last run, else any free one)',
    parsePort,
    0,
  )
  .option('--dns-port <port>', 'port of the DNS server, UDP and TCP (0: any free one)', parsePort, 0)
  .option('--failures-port <port>', 'port where failures are injected (0: any free one)', parsePort, 0)
  .addOption(
    new Option('--stall-limit <seconds>', 'give the start up when it has got no further for this long')
      .argParser(parseAbove)
      .default(STALL_LIMIT_MS / MILLISECONDS_PER_SECOND),
  )
  .option('--open', 'let everyone on this machine in: any credentials, any web page', false)
  .option('--fresh', 'run the program even if its files are unchanged', false)
  .option('--json', 'print the description of the world on stdout once it is ready', false)
  .addHelpText(
    'after',
    `
Examples:
  npm start                              three regions, stack poc, as in 2017
  npm start -- --latency none            no distance between places
  npm start -- --stack production        as production declares it
  npm start -- --config meridian:routingControls=in-use
  npm start -- --dns-port 5300 --control-port 4566
  npm start -- --stall-limit 300         on a machine that is very slow

Exit codes: 0 stopped on request, 1 failed, 2 wrong use, 130 stopped by Ctrl-C
while starting.`,
  )

process.exitCode = await runCommand<StartOptions>({
  command,
  whenStopped: 'heard by the command',
  run: ({ options }) => start(options),
})
// Everything has been disposed of, so the process exits by itself. Anything left open is reported rather than hidden, and does
// not keep the command running.
setTimeout(() => {
  process.stderr.write(`Ended although this was left open: ${process.getActiveResourcesInfo().join(', ')}\n`)
  process.exit()
}, LEFT_OPEN_MS).unref()
// Nothing is left to wait for. Without this, Node 24's own clean-up (CleanupHandles) was seen to hang at full load, waiting for a
// request of a socket that had been destroyed when its region was lost.
process.once('beforeExit', () => process.exit())

async function start(options: StartOptions): Promise<ExitCode> {
  const startedMs = performance.now()
  const stopSignal = firstStopSignal()
  const abort = new AbortController()
  void stopSignal.then(() => abort.abort(new Error('stopped while starting')))
  const view = createProgressView()
  let isReady = false
  using machine = monitorMachine({ clock: createRealClock(), source: createSystemSource() })
  machine.onChange((load) => view.say(machineLine(load, isReady)))
  const folders = takeFolders(join(REPOSITORY_ROOT, '.world'))
  try {
    await using consoles = new AsyncDisposableStack()
    // The world does not wait for the console, which waits for the world's description itself.
    const opening = openConsole(options, folders)
    const opened = opening.catch(() => undefined)
    consoles.defer(async () => (await opened)?.[Symbol.asyncDispose]())
    const [graph] = await Promise.all([
      describeProgram(options, machine.patientClock, folders, view, abort.signal),
      ...MODULES.map((module) =>
        module.prepare?.({ cacheFolder: folders.cache, repositoryRoot: REPOSITORY_ROOT }),
      ),
    ])
    await using world = await startForVisitors(graph, {
      repositoryRoot: REPOSITORY_ROOT,
      folders,
      settings: settingsOf(options),
      machine,
      signal: abort.signal,
      onProgress: (report) => view.show(report),
    })
    const consolePage = await opening
    const description = announceWorld(world, consolePage.url, options.config)
    folders.succeed()
    isReady = true
    view.end()
    printReady(world, { ...description, consoleLink: consolePage.link }, performance.now() - startedMs)
    if (options.json) printJson(description)
    const signal = await stopSignal
    process.stderr.write(`\nStopping (${signal}) …\n`)
  } catch (error) {
    if (isReady || !abort.signal.aborted) throw error
    view.end()
    process.stderr.write(
      '\nStopped while starting. The same command begins again; nothing is left running.\n',
    )
    return EXIT.interrupted
  } finally {
    view.end()
    if (abort.signal.aborted) folders.succeed()
    folders.release()
    if (existsSync(folders.lastFailure))
      process.stderr.write(
        `The logs of the services are kept in ${folders.lastFailure} until a start succeeds.\n`,
      )
  }
  process.stderr.write('Stopped. Nothing is left running.\n')
  return EXIT.done
}

function openConsole({ consolePort }: StartOptions, { cache, descriptionFile }: HeldFolders) {
  return startConsoleProcess({
    repositoryRoot: REPOSITORY_ROOT,
    descriptionFile,
    cacheFolder: cache,
    port: consolePort,
  })
}

async function describeProgram(
  { stack, config, fresh, stallLimit }: StartOptions,
  patientClock: Clock,
  folders: HeldFolders,
  view: ProgressView,
  signal: AbortSignal,
): Promise<ResourceGraph> {
  let registered = 0
  const { graph, uninterpreted, describedAt } = await runRememberedProgram({
    projectFolder: join(REPOSITORY_ROOT, 'infra', 'pulumi'),
    stack,
    config,
    repositoryRoot: REPOSITORY_ROOT,
    modules: mergeProviders(MODULES),
    compileCacheFolder: join(folders.cache, 'compiled'),
    cacheFolder: folders.cache,
    isFresh: fresh,
    stallLimitMs: stallLimit * MILLISECONDS_PER_SECOND,
    patientClock,
    signal,
    onResource: (node) => view.live(`program: ${++registered} resources, ${node.type} ${node.name}`),
  })
  const origin = describedAt
    ? `, as run at ${describedAt.slice(0, 16).replace('T', ' ')} UTC and unchanged since`
    : ''
  view.say(`Program infra/pulumi, stack ${stack}: ${graph.nodes.length} resources${origin}`)
  for (const { type, count } of uninterpreted)
    view.say(`  nothing runs for ${count} × ${type}: only recorded in the graph`)
  const { ineffective } = planModules(MODULES, graph)
  const taken = ineffective.reduce((sum, { properties }) => sum + properties.length, 0)
  if (taken > 0)
    view.say(
      `  ${taken} properties of ${ineffective.length} types have no effect here: npm run plan names them`,
    )
  return graph
}

interface Ready extends WorldDescription {
  readonly consoleLink: string
}

function printReady(world: RunningWorld, ready: Ready, tookMs: number): void {
  const seconds = (tookMs / MILLISECONDS_PER_SECOND).toFixed(1)
  const addresses = ready.addresses.map((line) =>
    line.address === ready.console ? { ...line, address: ready.consoleLink } : line,
  )
  process.stderr.write(
    `\n${addressBlock(addresses)}\n\n${linkTable(world.wan, world.settings)}\n\n${trustNote(world, ready)}\n\n` +
      `Ready in ${seconds} s. Ctrl-C stops it. Kept afterwards: ${relative(process.cwd(), world.folders.cache)} (makes the next start faster; delete it at will).\n`,
  )
}

/** Tells users who wait or measure that the machine is the cause. A start fills a small machine by itself. */
function machineLine(load: MachineLoad, isReady: boolean): string {
  const figures = `load ${load.loadAverage[0]} on ${load.cores} cores, work takes ${load.slowdown} times as long`
  if (!load.isTooBusy) return `This machine is less busy again (${figures})`
  return isReady
    ? `This machine is too busy (${figures}): everything is slow, limits are longer, and what is timed now is not a measurement`
    : `Slow: this machine is busy while the world starts (${figures}); limits are longer meanwhile`
}

function settingsOf(options: StartOptions) {
  const defaults = createSettings({ pace: options.pace })
  const ports = {
    control: options.controlPort,
    console: options.consolePort,
    dns: options.dnsPort,
    failures: options.failuresPort,
  }
  return {
    ...defaults,
    isOpen: options.open,
    stallLimitMs: options.stallLimit * MILLISECONDS_PER_SECOND,
    wan: { ...defaults.wan, table: options.latency },
    ports,
  }
}
