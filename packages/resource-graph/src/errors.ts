import type { SourcePosition, Urn } from './urn.ts'

export type GraphErrorCode =
  | 'MERIDIAN_GRAPH_URN_TAKEN'
  | 'MERIDIAN_GRAPH_NODE_NOT_FOUND'
  | 'MERIDIAN_GRAPH_NODE_AMBIGUOUS'
  | 'MERIDIAN_GRAPH_NOT_PLANNED'

/** The program described something that is not a valid graph, or a requested node does not exist. */
export class GraphError extends Error {
  override readonly name: string = 'GraphError'
  readonly code: GraphErrorCode

  constructor(code: GraphErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Two resources have the same type, name and parent; Pulumi would refuse the second. */
export class UrnTakenError extends GraphError {
  override readonly name = 'UrnTakenError'
  readonly urn: Urn

  constructor(urn: Urn, first: SourcePosition | undefined, second: SourcePosition | undefined) {
    super(
      'MERIDIAN_GRAPH_URN_TAKEN',
      `Two resources have the URN ${urn}: ${describePosition(first)} and ${describePosition(second)}. ` +
        'Give one of them another name or another parent.',
    )
    this.urn = urn
  }
}

/** `infra/pulumi/index.ts:12`, or a phrase if the runtime did not report it. */
export function describePosition(position: SourcePosition | undefined): string {
  return position ? `${position.file}:${position.line}` : 'an unknown line'
}
