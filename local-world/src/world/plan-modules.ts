import type { ResourceGraph } from '@meridian/resource-graph'
import { unhonouredProperties } from '../kernel/honoured-properties.ts'
import type { AnyWorldModule } from '../kernel/module.ts'
import { PlanRefusedError } from './errors.ts'

/** Properties of a type that the program sets and that have no effect in this world. */
export interface IneffectiveProperties {
  readonly type: string
  readonly properties: readonly string[]
}

export interface PlannedModules {
  /** By module name. */
  readonly plans: ReadonlyMap<string, unknown>
  readonly ineffective: readonly IneffectiveProperties[]
}

interface Problem {
  readonly module: string
  readonly error: Error
}

/** Plans every module; throws PlanRefusedError with all of the program's problems. */
export function planModules(modules: readonly AnyWorldModule[], graph: ResourceGraph): PlannedModules {
  const plans = new Map<string, unknown>()
  const problems: Problem[] = []
  const ineffective: IneffectiveProperties[] = []
  for (const module of modules) {
    for (const type of Object.keys(module.honoured ?? {})) {
      const found = lookAt(module, type, graph)
      problems.push(...found.problems)
      if (found.ineffective.length > 0) ineffective.push({ type, properties: found.ineffective })
    }
    try {
      plans.set(module.name, module.plan(graph))
    } catch (error) {
      problems.push({ module: module.name, error: error instanceof Error ? error : new Error(String(error)) })
    }
  }
  if (problems.length > 0) throw new PlanRefusedError(problems)
  return { plans, ineffective }
}

function lookAt({ honoured = {}, name }: AnyWorldModule, type: string, graph: ResourceGraph) {
  const looked = graph
    .ofType(type)
    .map((node) => ({ node, found: unhonouredProperties(node, honoured[type] ?? {}) }))
  const problems = looked.flatMap(({ found, node }) =>
    found.refused.map(
      (property): Problem => ({
        module: name,
        error: new Error(
          `${node.name} (${type}) sets ${property}, which this world does not honour; leave it out, or name it in local-world/src/modules/${name}/plan/honoured.ts`,
        ),
      }),
    ),
  )
  return { problems, ineffective: [...new Set(looked.flatMap(({ found }) => found.ineffective))].sort() }
}
