import { stripVTControlCharacters } from 'node:util'
import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { type Clock, createRealClock } from '../kernel/clock.ts'
import { createSystemSource, monitorMachine } from '../kernel/machine-load/index.ts'
import { STALL_LIMIT_MS } from '../kernel/settings.ts'
import { watchForStall } from '../kernel/stall.ts'
import type { ProgramLog } from './engine-service.ts'
import { ProgramError, ProgramFailedError } from './errors.ts'
import { lastWords } from './last-words.ts'
import { inDependencyOrder } from './order.ts'
import { runProgramProcess } from './program-process.ts'
import { startProgramServer } from './program-server.ts'
import { outermostName } from './property-values.ts'
import type { Providers } from './providers.ts'
import { Recorder } from './recorder.ts'
import { readStackSettings, type StackSettings } from './stack-settings.ts'
import { STACK_TYPE } from './urn.ts'

export interface RunProgramOptions {
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly projectFolder: string
  readonly stack: string
  /** Settings that override the stack file's, by their full keys: `meridian:routingControls`. */
  readonly config?: Readonly<Record<string, string>>
  /** The modules' providers: see `mergeProviders`. */
  readonly modules: Providers
  /** Source positions are relative to this folder. */
  readonly repositoryRoot: string
  /** Maximum number of concurrent registrations. */
  readonly parallel?: number
  /** Called as each resource is registered. */
  readonly onResource?: (node: ResourceNode) => void
  /** Ends the program; `runProgram` then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** A program that neither registers anything nor uses a processor for this long is ended: it is stuck. */
  readonly stallLimitMs?: number
  /** Of the machine the program runs on; a monitor is created for this run unless given. */
  readonly patientClock?: Clock
  /** Where the program's compiled modules are cached, so that a second run starts faster. */
  readonly compileCacheFolder?: string
  /** Where the program's process records which files it read (`ProgramReads` as JSON). */
  readonly readsFile?: string
}

/** A type of the program that got a generic id because no module provides it. */
interface UninterpretedType {
  readonly type: string
  readonly count: number
}

export interface ProgramRun {
  readonly graph: ResourceGraph
  readonly logs: readonly ProgramLog[]
  readonly uninterpreted: readonly UninterpretedType[]
}

const DEFAULT_PARALLEL = 16

/**
 * `pulumi up` without the CLI: runs the unmodified program in Pulumi's own Node runtime against our own resource monitor
 * and engine, and returns everything it described.
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  options.signal?.throwIfAborted()
  const { projectFolder, stack, repositoryRoot } = options
  const described = readStackSettings(projectFolder, stack)
  const settings = { ...described, config: { ...described.config, ...options.config } }
  const logs: ProgramLog[] = []
  // Node colours inspected values even when the output is not a terminal.
  const log = (entry: ProgramLog) => logs.push({ ...entry, message: stripVTControlCharacters(entry.message) })
  const recorder = new Recorder({
    project: settings.project,
    stack,
    providers: options.modules,
    defaultRegion: settings.config['aws:region'],
    onResource: options.onResource,
  })

  const { stallLimitMs = STALL_LIMIT_MS } = options
  using machine = monitorMachine({ clock: createRealClock(), source: createSystemSource() })
  let pid: number | undefined
  using stall = watchForStall({
    clock: options.patientClock ?? machine.patientClock,
    limitMs: stallLimitMs,
    reached: () => recorder.size,
    pids: () => (pid === undefined ? [] : [pid]),
  })
  using server = await startProgramServer(recorder, repositoryRoot, log)
  const exitCode = await runProgramProcess({
    projectFolder,
    main: settings.main,
    project: settings.project,
    stack,
    address: server.address,
    parallel: options.parallel ?? DEFAULT_PARALLEL,
    config: settings.config,
    compileCacheFolder: options.compileCacheFolder,
    readsFile: options.readsFile,
    log,
    onStart: (started) => {
      pid = started
    },
    signal: options.signal ? AbortSignal.any([options.signal, stall.signal]) : stall.signal,
  })

  options.signal?.throwIfAborted()
  if (recorder.refusal) throw recorder.refusal
  if (stall.signal.aborted) throw stalled(settings, recorder, stallLimitMs)
  if (exitCode !== 0) throw new ProgramFailedError(settings.project, stack, exitCode, lastWords(logs))
  return { graph: createGraph(recorder, settings, stack), logs, uninterpreted: uninterpretedTypes(recorder) }
}

function createGraph(recorder: Recorder, settings: StackSettings, stack: string): ResourceGraph {
  const { project } = settings
  const nodes = inDependencyOrder(recorder.nodes)
  const stackNode = nodes.find((node) => node.type === STACK_TYPE)
  const prefix = `${project}:`
  const config = Object.entries(settings.config).map(
    ([key, value]) => [key.startsWith(prefix) ? key.slice(prefix.length) : key, value] as const,
  )
  return new ResourceGraph({
    project,
    stack,
    nodes,
    stackOutputs: stackNode?.outputs ?? {},
    secretStackOutputs: (stackNode?.secretOutputs ?? []).map(outermostName),
    config: Object.fromEntries(config),
  })
}

function uninterpretedTypes(recorder: Recorder): readonly UninterpretedType[] {
  return [...recorder.uninterpreted]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => (a.type < b.type ? -1 : 1))
}

function stalled({ project }: StackSettings, recorder: Recorder, limitMs: number): ProgramError {
  const last = recorder.nodes.at(-1)
  const seen = last
    ? `the last resource it registered was ${last.type} "${last.name}"`
    : 'it registered nothing'
  return new ProgramError(
    'MERIDIAN_PROGRAM_STALLED',
    `Waited for the program "${project}" to end, and for ${limitMs / 1000} s it neither registered anything nor did any work; ${seen}. Look for a timer, a server or a promise it leaves open.`,
  )
}
