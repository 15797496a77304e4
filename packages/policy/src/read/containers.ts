import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** One container of a task definition, read with the types that rules want. */
export interface StatedContainer {
  readonly task: ResourceNode
  readonly name: string
  readonly definition: Attributes
  /** Such as `containerDefinitions[frontend].image`. */
  path(property: string): string
}

/** Every container of every task definition. */
export function containersOf(graph: ResourceGraph): readonly StatedContainer[] {
  return graph.ofType(TYPES.taskDefinition).flatMap(containersOfTask)
}

/** The containers of one task definition; none when their text is not a JSON list. */
function containersOfTask(task: ResourceNode): readonly StatedContainer[] {
  return definitionsIn(Attributes.of(task).text('containerDefinitions')).map((definition) => {
    const name = definition.text('name')
    return {
      task,
      name,
      definition,
      path: (property) => `containerDefinitions[${name}].${property}`,
    }
  })
}

function definitionsIn(text: string): readonly Attributes[] {
  try {
    return new Attributes({ list: JSON.parse(text) as unknown }).blocks('list')
  } catch {
    return []
  }
}
