import { ResourceGraph, type ResourceNode } from './resource-graph.ts'

/** A resource as a program might register it, with what a test specifies. For tests. */
export function sampleNode(given: Pick<ResourceNode, 'type' | 'name'> & Partial<ResourceNode>): ResourceNode {
  return {
    urn: `urn:pulumi:test::meridian::${given.type}::${given.name}`,
    id: given.name,
    isComponent: false,
    parent: undefined,
    region: 'us-east-1',
    inputs: {},
    outputs: {},
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    protect: false,
    source: undefined,
    ...given,
  }
}

/** The graph of a program that registered these nodes. For tests. */
export function sampleGraph(nodes: readonly ResourceNode[]): ResourceGraph {
  return new ResourceGraph({ project: 'meridian', stack: 'test', nodes, stackOutputs: {}, config: {} })
}
