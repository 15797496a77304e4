import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

const NAME_PROPERTIES = [
  'bucket',
  // Before the cluster's: an instance has both.
  'identifier',
  'clusterIdentifier',
  'globalClusterIdentifier',
  'name',
  'policyName',
  'ruleName',
  'groupName',
]
/** Global services. */
const GLOBAL = /^aws:(iam|s3|route53|cloudfront|budgets|costexplorer)\//
/** Named within something else, or not by name at all. */
const NAMED_WITHIN =
  /^aws:(route53\/(record|zone|keySigningKey|hostedZoneDnsSec|queryLog)|ecs\/service|ecs\/taskDefinition|appautoscaling\/|iam\/rolePolicy|s3\/bucket[A-Z]|cloudwatch\/(eventTarget|logMetricFilter|logDelivery:)|lambda\/permission|rds\/.*Parameter|cfg\/(recorderStatus|deliveryChannel)|guardduty\/detectorFeature|backup\/(selection|plan))/

/** Type, scope and name of a resource, where these must be unique; undefined where AWS generates the name. */
export function physicalName(node: ResourceNode): string | undefined {
  if (node.isComponent || NAMED_WITHIN.test(node.type)) return undefined
  const name = givenName(node)
  if (name === undefined) return undefined
  return [node.type, GLOBAL.test(node.type) ? 'global' : node.region, name].join(' ')
}

/** The name that the program sets; undefined where AWS generates it. */
export function givenName(node: ResourceNode): string | undefined {
  const attributes = Attributes.of(node)
  return NAME_PROPERTIES.map((property) => attributes.text(property)).find((text) => text !== '')
}

/** Names that two stacks in one account both use. */
export function sharedNames(one: ResourceGraph, other: ResourceGraph): readonly string[] {
  const taken = new Set(other.nodes.flatMap((node) => physicalName(node) ?? []))
  return [...new Set(one.nodes.flatMap((node) => physicalName(node) ?? []).filter((name) => taken.has(name)))]
}
