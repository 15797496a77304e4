import { join } from 'node:path'
import { describeGraph, graphOf, type ResourceGraph } from '@meridian/resource-graph'
import { MODULES } from '../modules/index.ts'
import { mergeProviders } from '../program/providers.ts'
import { runRememberedProgram } from '../program/remembered-program.ts'
import { planSteps, type Steps } from './plan-steps.ts'
import { type ControlPlane, readActual } from './read-actual.ts'

export interface PreviewOptions {
  /** Folder with Pulumi.yaml. */
  readonly projectFolder: string
  readonly repositoryRoot: string
  /** The resources that the world was started from. */
  readonly before: ResourceGraph
  readonly controlPlane: ControlPlane
  /** Settings that override the stack file's: the ones the world was started with. */
  readonly config?: Readonly<Record<string, string>>
  /** Runs the program even if nothing has changed since it last ran. */
  readonly isFresh?: boolean
  /** Called with what is currently being done. */
  readonly onProgress?: (doing: string) => void
  /** A change to make to the program before it is compared. */
  readonly edit?: (graph: ResourceGraph) => ResourceGraph
}

/**
 * Runs the program again, unless nothing has changed since it last ran, and returns what `pulumi up --refresh` would do to the
 * world in its current state.
 *
 * Secrets are compared masked, so a password that the program generates on each run is not a change.
 */
export async function preview(options: PreviewOptions): Promise<Steps> {
  const { projectFolder, repositoryRoot, before, controlPlane, config = {}, onProgress } = options
  onProgress?.('running the program')
  const cacheFolder = join(repositoryRoot, '.world', 'cache')
  const run = await runRememberedProgram({
    projectFolder,
    stack: before.contents.stack,
    config,
    repositoryRoot,
    modules: mergeProviders(MODULES),
    compileCacheFolder: join(cacheFolder, 'compiled'),
    cacheFolder,
    isFresh: options.isFresh ?? false,
  })
  onProgress?.('asking the running world how it is')
  const graph = options.edit ? options.edit(run.graph) : run.graph
  return planSteps(masked(before), masked(graph), await readActual(graph.nodes, controlPlane))
}

function masked(graph: ResourceGraph): ResourceGraph {
  return graphOf(describeGraph(graph))
}
