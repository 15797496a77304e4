import type { ResourceNode } from '@meridian/resource-graph'
import { sampleNode } from '@meridian/resource-graph/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inDependencyOrder } from './order.ts'

function node(index: number, dependencies: readonly number[], parent?: number): ResourceNode {
  return sampleNode({
    type: 'test:Type',
    name: String(index),
    urn: `urn-${index}`,
    parent: parent === undefined ? undefined : `urn-${parent}`,
    dependencies: dependencies.map((dependency) => `urn-${dependency}`),
  })
}

const graphs = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
  .map((edges) =>
    edges.map((targets, index) => node(index, index === 0 ? [] : targets.map((target) => target % index))),
  )

describe('dependency order', () => {
  it('keeps every node, after its dependencies', () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        const order = inDependencyOrder(nodes).map(({ urn }) => urn)
        expect([...order].sort()).toEqual(nodes.map(({ urn }) => urn).sort())
        for (const { urn, dependencies } of nodes)
          for (const dependency of dependencies)
            expect(order.indexOf(dependency)).toBeLessThan(order.indexOf(urn))
      }),
    )
  })

  it('does not depend on the order of registration', () => {
    fc.assert(
      fc.property(graphs, (nodes) => {
        expect(inDependencyOrder([...nodes].reverse())).toEqual(inDependencyOrder(nodes))
      }),
    )
  })

  it('puts a parent before its children, and skips what is not in the graph', () => {
    const nodes = [node(0, [7], 1), node(1, [])]
    expect(inDependencyOrder(nodes).map(({ name }) => name)).toEqual(['1', '0'])
  })
})
