import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** The program's key for an ARN, an id or an alias; undefined for keys created elsewhere. */
export function keyAt(graph: ResourceGraph, reference: string): ResourceNode | undefined {
  const keys = [...graph.ofType(TYPES.key), ...graph.ofType(TYPES.replicaKey)]
  const own = keys.find((key) => key.id === reference || Attributes.of(key).text('arn') === reference)
  if (own) return own
  const alias = graph
    .ofType(TYPES.keyAlias)
    .map(Attributes.of)
    .find((each) => each.text('name') === reference || each.text('arn') === reference)
  const target = alias?.text('targetKeyId') ?? ''
  return keys.find((key) => target !== '' && (key.id === target || Attributes.of(key).text('arn') === target))
}

export function keyArn(key: ResourceNode): string {
  return Attributes.of(key).text('arn', key.id)
}
