import { preview, type Steps } from '@meridian/local-world'
import type { ResourceGraph } from '@meridian/resource-graph'
import { type BootedWorld, REPOSITORY_ROOT } from './booted-world.ts'

/** Runs the program against the current world and reports what it would change: nothing, unless it is edited. */
export function runProgramAgain(
  world: BootedWorld,
  options: { readonly edit?: (graph: ResourceGraph) => ResourceGraph; readonly isFresh?: boolean } = {},
): Promise<Steps> {
  return preview({
    projectFolder: `${REPOSITORY_ROOT}/infra/pulumi`,
    repositoryRoot: REPOSITORY_ROOT,
    before: world.graph,
    controlPlane: world.target as Parameters<typeof preview>[0]['controlPlane'],
    ...options,
  })
}
