import { ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { isRegionId } from '@meridian/topology'
import type { PolicyResource } from '@pulumi/policy'

/** `urn:pulumi:<stack>::<project>::…` */
const URN = /^urn:pulumi:([^:]+)::([^:]+)::/

/**
 * The resources of a real stack as the graph that rules check.
 *
 * Properties are only read when a rule needs them: in a preview, values that AWS has not provided yet are unknown, and Pulumi
 * reports a rule that reads one as not checkable yet.
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
    // The engine passes the provider's outputs, which include the inputs.
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

/** The resource's own region, or else its provider's. */
function regionOf({ props, provider }: PolicyResource): ResourceNode['region'] {
  const region: unknown = props.region ?? provider?.props.region
  return typeof region === 'string' && isRegionId(region) ? region : undefined
}
