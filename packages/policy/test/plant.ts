import { Attributes, ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

type Values = Readonly<Record<string, unknown>>

/** The same program with other inputs of one resource, as it would be registered; `undefined` takes an input away. */
export function changed(
  graph: ResourceGraph,
  node: ResourceNode,
  change: (values: Values) => Values,
): ResourceGraph {
  const mended = { ...node, inputs: change(node.inputs), outputs: change(node.outputs) }
  const nodes = graph.nodes.map((each) => (each === node ? mended : each))
  return new ResourceGraph({ ...graph.contents, nodes })
}

/** The first resource of a type that fits; a mistake that cannot be planted is an error of its test. */
export function first(
  graph: ResourceGraph,
  type: string,
  fits: (attributes: Attributes, node: ResourceNode) => boolean = () => true,
): ResourceNode {
  const node = graph.ofType(type).find((each) => fits(Attributes.of(each), each))
  if (!node) throw new Error(`The program has no ${type} to plant this mistake in`)
  return node
}

/** Rules whose findings are new, with how many. */
export function newFindings(
  before: readonly { readonly rule: string; readonly resource: string; readonly property: string }[],
  after: typeof before,
): readonly string[] {
  const key = ({ rule, resource, property }: (typeof before)[number]) => `${rule} ${resource} ${property}`
  const known = new Set(before.map(key))
  return [...new Set(after.filter((finding) => !known.has(key(finding))).map(({ rule }) => rule))]
}
