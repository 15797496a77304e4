export { Attributes } from './attributes.ts'
export {
  describeGraph,
  type GraphDescription,
  graphOf,
  MASKED,
  type NodeDescription,
} from './describe-graph.ts'
export { describePosition, GraphError, type GraphErrorCode, UrnTakenError } from './errors.ts'
export { graphSnapshot } from './graph-snapshot.ts'
export { graphTree, shortType } from './graph-tree.ts'
export { loadGraph, planArguments } from './load-graph.ts'
export {
  type GraphContents,
  ResourceGraph,
  type ResourceNode,
} from './resource-graph.ts'
export type { SourcePosition, Urn } from './urn.ts'
