import { createHash } from 'node:crypto'
import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'
import type { RegionId } from '@meridian/topology'
import { LOCAL_ACCOUNT_ID, type ResourceProvider } from '../../src/kernel/resource-provider.ts'

/** Builds small graphs by hand, with the providers that a real run of a program uses. */
export class TestProgram {
  readonly #bodies: Readonly<Record<string, ResourceProvider>>
  readonly #nodes: ResourceNode[] = []
  readonly #region: RegionId

  constructor(bodies: Readonly<Record<string, ResourceProvider>>, region: RegionId = 'us-east-1') {
    this.#bodies = bodies
    this.#region = region
  }

  /** Registers a resource; types without a provider get their name as id and their inputs as outputs. */
  add(type: string, name: string, inputs: Readonly<Record<string, unknown>> = {}): ResourceNode {
    const region = this.#region
    const digits = createHash('sha256').update(`${type} ${name}`).digest('hex')
    const suffix = (length: number) => digits.slice(0, length)
    const created = this.#bodies[type]?.({
      type,
      name,
      inputs,
      region,
      accountId: LOCAL_ACCOUNT_ID,
      suffix,
    }) ?? {
      id: name,
      outputs: inputs,
    }
    const node = sampleNode({ type, name, id: created.id, region, inputs, outputs: created.outputs })
    this.#nodes.push(node)
    return node
  }

  graph(): ResourceGraph {
    return sampleGraph(this.#nodes)
  }
}
