import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import data from '../data/replacing-properties.json' with { type: 'json' }
import { givenName } from './names.ts'

/** What a change of one property does to every resource of a type. */
export interface PropertyChange {
  readonly type: string
  readonly property: string
  /** `deleted-first`: the name is still taken, so there is a gap; `unknown`: CloudFormation does not describe the type. */
  readonly outcome: 'updated' | 'made-first' | 'deleted-first' | 'refused' | 'ignored' | 'unknown'
  /** Names of the resources. */
  readonly resources: readonly string[]
}

const REPLACING: Readonly<Record<string, readonly string[]>> = data.types

/** Every property that the program sets, by type: whether a change of it is made in place, or what happens to the resource. */
export function rehearseUpdates(graph: ResourceGraph): readonly PropertyChange[] {
  const changes = graph.nodes
    .filter(({ isComponent, type }) => !isComponent && type.startsWith('aws:'))
    .flatMap((node) =>
      Object.keys(node.inputs)
        .filter((property) => Attributes.of(node).has(property))
        .map((property) => ({ node, property, outcome: outcomeOf(node, property) })),
    )
  const alike = Map.groupBy(changes, ({ node, property, outcome }) =>
    [node.type, property, outcome].join(' '),
  )
  return [...alike.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { node, property, outcome } = first
    return [{ type: node.type, property, outcome, resources: group.map((each) => each.node.name) }]
  })
}

function outcomeOf(node: ResourceNode, property: string): PropertyChange['outcome'] {
  if (node.ignoreChanges.includes(property)) return 'ignored'
  const replacing = REPLACING[node.type]
  if (!replacing) return 'unknown'
  if (!replacing.includes(property)) return 'updated'
  if (node.protect) return 'refused'
  // Pulumi's AWS provider deletes first where the program gives the name, unless the name is what changes.
  const name = givenName(node)
  return name === undefined || name === Attributes.of(node).text(property) ? 'made-first' : 'deleted-first'
}
