import { loadGraph, type ResourceGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import { evaluate, RULES } from '../src/index.ts'
import { MISTAKES } from './mistakes.ts'
import { newFindings } from './plant.ts'

const STACKS = ['poc', 'production']
const graphs = new Map<string, ResourceGraph>()
for (const stack of STACKS) graphs.set(stack, await loadGraph(stack))

function findingsIn(graph: ResourceGraph) {
  return evaluate({ graph, rules: RULES, waivers: [], today: '2026-11-21' }).findings
}

describe.each(STACKS)('in %s', (stack) => {
  const graph = graphs.get(stack) as ResourceGraph
  const before = findingsIn(graph)

  it.each(MISTAKES)('$mistake: $caughtBy sees it, and no other rule', ({ caughtBy, plant }) => {
    expect(newFindings(before, findingsIn(plant(graph)))).toEqual([caughtBy])
  })
})

it('ten mistakes or more are planted', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(10)
})
