import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'

/** A record set of a zone, read with the types that rules want. */
export interface StatedRecord {
  readonly node: ResourceNode
  readonly attributes: Attributes
  /** Lower case, without the trailing dot. */
  readonly name: string
  readonly type: string
}

export function recordsOf(graph: ResourceGraph): readonly StatedRecord[] {
  return graph.ofType(TYPES.record).map((node) => {
    const attributes = Attributes.of(node)
    return { node, attributes, name: dnsName(attributes.text('name')), type: attributes.text('type') }
  })
}

/** Records of one name and type, which Route 53 chooses among. */
export function recordSets(graph: ResourceGraph): readonly (readonly StatedRecord[])[] {
  return [...Map.groupBy(recordsOf(graph), ({ name, type }) => `${name} ${type}`).values()]
}

export function dnsName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '')
}

/** The area of a geolocation record, for display; undefined for other records. */
export function areaOf({ attributes }: StatedRecord): string | undefined {
  const [policy] = attributes.blocks('geolocationRoutingPolicies')
  if (!policy) return undefined
  return [policy.text('continent'), policy.text('country'), policy.text('subdivision')]
    .filter((part) => part !== '')
    .join('-')
}

/** Whether Route 53 can leave a record out of its answers. */
export function isHealthDependent({ attributes }: StatedRecord): boolean {
  return (
    attributes.text('healthCheckId') !== '' ||
    attributes.blocks('aliases').some((alias) => alias.boolean('evaluateTargetHealth'))
  )
}
