import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { isRegionId } from '@meridian/topology'
import type { PolicyResource } from '@pulumi/policy'

/** `urn:pulumi:<stack>::<project>::…` */
const URN = /^urn:pulumi:([^:]+)::([^:]+)::/

/**
 * The resources of a real stack as the graph that rules look at.
 *
 * Nothing is read before a rule asks for it: in a preview, values that AWS has yet to give are unknown, and Pulumi says of a rule
 * that needs one that it cannot be judged yet.
 */
export function graphOfStack(resources: readonly PolicyResource[]): ResourceGraph {
  const [, stack = '', project = ''] = URN.exec(resources[0]?.urn ?? '') ?? []
  return new ResourceGraph({ project, stack, nodes: resources.map(nodeOf), stackOutputs: {}, config: {} })
}

function nodeOf(resource: PolicyResource): ResourceNode {
  const { urn, type, name, props, opts } = resource
  return {
    urn,
    type,
    name,
    get id() {
      return typeof props.id === 'string' ? props.id : ''
    },
    isComponent: !/^(aws|pulumi):/.test(type),
    parent: resource.parent?.urn,
    region: regionOf(resource),
    // The engine passes what the provider answered, with the inputs in it.
    inputs: {},
    outputs: props,
    secretInputs: [],
    dependencies: resource.dependencies.map((dependency) => dependency.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, on]) => [
        property,
        on.map((each) => each.urn),
      ]),
    ),
    ignoreChanges: opts.ignoreChanges,
    protect: opts.protect,
    source: undefined,
  }
}

/** The resource's own, else its provider's. */
function regionOf({ props, provider }: PolicyResource): ResourceNode['region'] {
  const region: unknown = props.region ?? provider?.props.region
  return typeof region === 'string' && isRegionId(region) ? region : undefined
}
