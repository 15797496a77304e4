import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  announceWorld,
  MODULES,
  mergeProviders,
  type ResourceGraph,
  type RunningWorld,
  runRememberedProgram,
  startForVisitors,
  takeFolders,
  type WorldSettings,
} from '@meridian/local-world'
import { loadTarget, type TargetDescription } from '@meridian/operator-tools'
import { endWithRunner } from './end-with-runner.ts'

export const REPOSITORY_ROOT = dirname(dirname(import.meta.dirname))

/** Shared with `npm start`, so that a test does not have to make its own database template. */
const CACHE = join(REPOSITORY_ROOT, '.world', 'cache')

export interface BootOptions {
  readonly stack?: string
  /** Override the stack file's settings. */
  readonly config?: Readonly<Record<string, string>>
  /** Puts a mistake into the program before the world is built from it. */
  readonly edit?: (graph: ResourceGraph) => ResourceGraph
  readonly settings?: Partial<WorldSettings>
}

/** What the program describes, as `npm start` reads it. */
async function describeProgram(
  stack = 'poc',
  config: Readonly<Record<string, string>> = {},
): Promise<ResourceGraph> {
  const { graph } = await runRememberedProgram({
    projectFolder: join(REPOSITORY_ROOT, 'infra', 'pulumi'),
    stack,
    config,
    repositoryRoot: REPOSITORY_ROOT,
    modules: mergeProviders(MODULES),
    compileCacheFolder: join(CACHE, 'compiled'),
    cacheFolder: CACHE,
  })
  return graph
}

/** A running world, and its description for the SRE tools. */
export interface BootedWorld extends RunningWorld {
  readonly target: TargetDescription
}

/** Starts a whole world in its own folder, migrated, seeded and serving; the caller disposes it. */
export async function bootWorld(options: BootOptions = {}): Promise<BootedWorld> {
  const described = await describeProgram(options.stack, options.config)
  const graph = options.edit ? options.edit(described) : described
  const root = mkdtempSync(join(tmpdir(), 'meridian-world-'))
  const folders = takeFolders(join(root, '.world'), CACHE)
  const leave = () => {
    folders.release()
    rmSync(root, { recursive: true, force: true })
  }
  // Ctrl-C does not wait for a world that is still starting.
  process.once('exit', leave)
  const world = await startForVisitors(graph, {
    repositoryRoot: REPOSITORY_ROOT,
    folders,
    ...(options.settings && { settings: options.settings }),
  })
  const stop = async () => {
    ending[Symbol.dispose]()
    await world[Symbol.asyncDispose]()
    process.off('exit', leave)
    leave()
  }
  const ending = endWithRunner(stop)
  try {
    announceWorld(world, 'no console')
    const target = await loadTarget({ target: 'local', repositoryRoot: root })
    return { ...world, target, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}
