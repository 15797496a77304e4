import { Server, ServerCredentials } from '@grpc/grpc-js'
import { ResourceGraph, type ResourceNode } from '../graph/resource-graph.ts'
import type { Bodies } from './bodies.ts'
import { createEngineService, type ProgramLog } from './engine-service.ts'
import { ProgramError, ProgramFailedError } from './errors.ts'
import { createMonitorService } from './monitor-service.ts'
import { inDependencyOrder } from './order.ts'
import { runProgramProcess } from './program-process.ts'
import { engineServices, monitorServices } from './protocol.ts'
import { Recorder } from './recorder.ts'
import { readStackSettings, type StackSettings } from './stack-settings.ts'
import { STACK_TYPE } from './urn.ts'

export interface RunProgramOptions {
  /** Absolute path of the folder with Pulumi.yaml. */
  readonly projectFolder: string
  readonly stack: string
  /** What the modules answer: see `mergeBodies`. */
  readonly modules: Bodies
  /** Source positions are relative to it. */
  readonly repositoryRoot: string
  /** How many registrations the program may have under way at once. */
  readonly parallel?: number
  /** Calls back as each resource is registered. */
  readonly onResource?: (node: ResourceNode) => void
  /** Ends the program; `runProgram` then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** A program that takes longer is ended: it waits for something that will not come. */
  readonly timeoutMs?: number
  /** Where the program's compiled modules are kept; a second run starts faster. */
  readonly compileCacheFolder?: string
}

/** A type of the program that got a generic id because no module interprets it. */
export interface UninterpretedType {
  readonly type: string
  readonly count: number
}

export interface ProgramRun {
  readonly graph: ResourceGraph
  readonly logs: readonly ProgramLog[]
  readonly uninterpreted: readonly UninterpretedType[]
}

const DEFAULT_PARALLEL = 16
const DEFAULT_TIMEOUT_MS = 60_000
const UNLIMITED_MESSAGE_BYTES = -1

/**
 * `pulumi up` without the CLI: runs the unmodified program in Pulumi's own Node runtime against a resource monitor and
 * engine of ours, and returns everything it described.
 */
export async function runProgram(options: RunProgramOptions): Promise<ProgramRun> {
  options.signal?.throwIfAborted()
  const { projectFolder, stack, repositoryRoot } = options
  const settings = readStackSettings(projectFolder, stack)
  const logs: ProgramLog[] = []
  const recorder = new Recorder({
    project: settings.project,
    stack,
    bodies: options.modules,
    defaultRegion: settings.config['aws:region'],
    onResource: options.onResource,
  })

  const server = new Server({ 'grpc.max_receive_message_length': UNLIMITED_MESSAGE_BYTES })
  server.addService(monitorServices.ResourceMonitorService, createMonitorService(recorder, repositoryRoot))
  server.addService(
    engineServices.EngineService,
    createEngineService((entry) => logs.push(entry)),
  )
  const port = await listen(server)
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const deadline = AbortSignal.timeout(timeoutMs)
  let exitCode: number | null
  try {
    exitCode = await runProgramProcess({
      projectFolder,
      main: settings.main,
      project: settings.project,
      stack,
      address: `127.0.0.1:${port}`,
      parallel: options.parallel ?? DEFAULT_PARALLEL,
      config: settings.config,
      compileCacheFolder: options.compileCacheFolder,
      log: (entry) => logs.push(entry),
      signal: options.signal ? AbortSignal.any([options.signal, deadline]) : deadline,
    })
  } finally {
    server.forceShutdown()
  }
  options.signal?.throwIfAborted()
  if (recorder.refusal) throw recorder.refusal
  if (deadline.aborted) throw timedOut(settings, recorder, timeoutMs)
  if (exitCode !== 0) throw new ProgramFailedError(settings.project, stack, exitCode, lastWords(logs))
  return { graph: createGraph(recorder, settings, stack), logs, uninterpreted: uninterpretedTypes(recorder) }
}

async function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    )
  })
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
    secretStackOutputs: stackNode?.secretOutputs ?? [],
    config: Object.fromEntries(config),
  })
}

function uninterpretedTypes(recorder: Recorder): readonly UninterpretedType[] {
  return [...recorder.uninterpreted]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => (a.type < b.type ? -1 : 1))
}

/** The program's own message without the runtime's preamble and its frames inside node_modules. */
function lastWords(logs: readonly ProgramLog[]): string {
  const errors = logs.filter((entry) => entry.severity === 'error')
  const words = (errors.length > 0 ? errors : logs.slice(-5)).map((entry) => entry.message).join('\n')
  return (
    words
      .replace(/^Running program '.*' failed with an unhandled exception:\n/gm, '')
      .replace(/^<ref \*\d+> /gm, '')
      .split('\n')
      .filter((line) => !/^\s+at .*(node_modules|node:internal)/.test(line))
      .join('\n')
      .trim() || 'it said nothing'
  )
}

function timedOut({ project }: StackSettings, recorder: Recorder, timeoutMs: number): ProgramError {
  const last = recorder.nodes.at(-1)
  const seen = last
    ? `the last resource it registered was ${last.type} "${last.name}"`
    : 'it registered nothing'
  return new ProgramError(
    'MERIDIAN_PROGRAM_TIMED_OUT',
    `The program "${project}" had not ended after ${timeoutMs / 1000} s; ${seen}. Look for a timer, a server or a promise it leaves open.`,
  )
}
