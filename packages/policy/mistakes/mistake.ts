import { Attributes, ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

type Values = Readonly<Record<string, unknown>>

/** One mistake in what the program describes, the only rule that is meant for it, and words of the message that name its cause. */
export interface GraphMistake {
  readonly mistake: string
  readonly caughtBy: string
  readonly says?: RegExp
  /** The stack that the mistake applies to; both by default. */
  readonly only?: 'poc' | 'production'
  plant(graph: ResourceGraph): ResourceGraph
}

/** One mistake in a setting: the program itself refuses to describe a system. */
export interface SettingMistake {
  readonly mistake: string
  /** By full keys, such as `meridian:taskCpu`. */
  readonly settings: Readonly<Record<string, string>>
  readonly says: RegExp
}

/** One mistake in code: the compiler refuses it. */
export interface TypeMistake {
  readonly mistake: string
  /** TypeScript, as a module of `packages/policy`. */
  readonly code: string
  readonly says: RegExp
}

/** The same program with other inputs of one resource, as it would be registered; `undefined` takes an input away. */
export function changed(
  graph: ResourceGraph,
  node: ResourceNode,
  change: (values: Values) => Values,
): ResourceGraph {
  return replaced(graph, node, { ...node, inputs: change(node.inputs), outputs: change(node.outputs) })
}

/** The same program with one resource replaced. */
export function replaced(graph: ResourceGraph, node: ResourceNode, by: ResourceNode): ResourceGraph {
  const nodes = graph.nodes.map((each) => (each === node ? by : each))
  return new ResourceGraph({ ...graph.contents, nodes })
}

/** The first matching resource of a type; throws when there is none to plant the mistake in. */
export function first(
  graph: ResourceGraph,
  type: string,
  fits: (attributes: Attributes, node: ResourceNode) => boolean = () => true,
): ResourceNode {
  const node = graph.ofType(type).find((each) => fits(Attributes.of(each), each))
  if (!node) throw new Error(`The program has no ${type} to plant this mistake in`)
  return node
}
