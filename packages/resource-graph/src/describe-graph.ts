import { ResourceGraph, type ResourceNode } from './resource-graph.ts'

/** Replaces a secret in everything shown to people or written to files. */
export const MASKED = '[secret]'

type Properties = Readonly<Record<string, unknown>>

/** A node without its secrets. */
export type NodeDescription = Omit<ResourceNode, 'secretOutputs'>

export interface GraphDescription {
  readonly project: string
  readonly stack: string
  readonly config: Properties
  readonly stackOutputs: Properties
  readonly resources: readonly NodeDescription[]
}

/** A graph for review and snapshots: sorted by URN, keys in order, secrets masked; the same program gives the same text. */
export function describeGraph(graph: ResourceGraph): GraphDescription {
  const { project, stack, config, stackOutputs, secretStackOutputs = [] } = graph.contents
  return {
    project,
    stack,
    config: sortedKeys(config) as Properties,
    stackOutputs: masked(stackOutputs, secretStackOutputs),
    resources: [...graph.nodes].sort((a, b) => (a.urn < b.urn ? -1 : 1)).map(describeNode),
  }
}

/** The graph of a description; its secrets stay masked. */
export function graphOf(description: GraphDescription): ResourceGraph {
  const { project, stack, config, stackOutputs, resources } = description
  return new ResourceGraph({
    project,
    stack,
    config: config as Readonly<Record<string, string>>,
    stackOutputs,
    nodes: resources,
  })
}

function describeNode(node: ResourceNode): NodeDescription {
  const { secretOutputs = [], ...rest } = node
  return {
    ...rest,
    inputs: masked(node.inputs, node.secretInputs),
    outputs: masked(node.outputs, [...secretOutputs, ...node.secretInputs]),
    propertyDependencies: sortedKeys(node.propertyDependencies) as ResourceNode['propertyDependencies'],
  }
}

function masked(properties: Properties, secret: readonly string[]): Properties {
  const entries = Object.entries(properties).map(([key, value]) => {
    if (secret.includes(key)) return [key, MASKED]
    const inside = secret.map(pointerParts).filter(([first, ...rest]) => first === key && rest.length > 0)
    return [key, inside.reduce((kept, [, ...path]) => maskedAt(kept, path), value)]
  })
  return sortedKeys(Object.fromEntries(entries)) as Properties
}

/** Masks the secret inside a value; masks the whole value if the path to the secret does not exist. */
function maskedAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || typeof value !== 'object' || value === null || !(key in value)) return MASKED
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? maskedAt(item, rest) : item))
  return { ...value, [key]: maskedAt((value as Properties)[key], rest) }
}

/** The parts of a JSON pointer; none for a plain name. */
function pointerParts(pointer: string): readonly string[] {
  if (!pointer.startsWith('/')) return []
  const parts = pointer.slice(1).split('/')
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sortedKeys(item)]))
}
