import { describe, expect, it } from 'vitest'
import { describeGraph, MASKED } from './describe-graph.ts'
import { graphTree } from './graph-tree.ts'
import { ResourceGraph, type ResourceNode } from './resource-graph.ts'
import { sampleNode } from './sample-node.ts'

const VPC = 'aws:ec2/vpc:Vpc'

function node(name: string, overrides: Partial<ResourceNode> = {}): ResourceNode {
  return sampleNode({
    type: VPC,
    name,
    urn: `urn:${overrides.parent ?? ''}:${name}`,
    id: `vpc-${name}`,
    source: { file: 'index.ts', line: 1 },
    ...overrides,
  })
}

function graph(...nodes: readonly ResourceNode[]): ResourceGraph {
  return new ResourceGraph({ project: 'shop', stack: 'dev', nodes, stackOutputs: {}, config: {} })
}

describe('a graph', () => {
  it('finds nodes by URN, id and name', () => {
    const [one, two] = [node('one'), node('two')]
    const both = graph(one, two)
    expect(both.byUrn(one.urn)).toBe(one)
    expect(both.byId(VPC, 'vpc-two')).toBe(two)
    expect(both.named(VPC, 'two')).toBe(two)
    expect(both.ofType('aws:ec2/subnet:Subnet')).toEqual([])
  })

  it('lists the known names when one is not found', () => {
    expect(() => graph(node('one')).named(VPC, 'won')).toThrow(/named "won"; it has "one"/)
  })

  it('refuses to choose between two nodes of the same name', () => {
    const twins = graph(node('one'), node('one', { parent: 'urn:component' }))
    expect(() => twins.named(VPC, 'one')).toThrow(
      /more than one .* "one": urn::one and urn:urn:component:one/,
    )
  })

  it('returns a copy without some of its nodes', () => {
    const whole = graph(node('one'), node('two'))
    const rest = whole.without(({ name }) => name === 'one')
    expect(rest.nodes.map(({ name }) => name)).toEqual(['two'])
    expect(rest.byUrn('urn::one')).toBeUndefined()
    expect(whole.nodes).toHaveLength(2)
  })
})

describe('a description', () => {
  it('is the same text whatever the order of nodes and keys', () => {
    const one = node('one', { inputs: { a: 1, b: { c: 2, d: 3 } } })
    const turned = node('one', { inputs: { b: { d: 3, c: 2 }, a: 1 } })
    const texts = [graph(one, node('two')), graph(node('two'), turned)].map((each) =>
      JSON.stringify(describeGraph(each)),
    )
    expect(texts[0]).toBe(texts[1])
  })

  it('masks secret inputs, the outputs that repeat them, and secret outputs', () => {
    const secret = node('one', {
      inputs: { password: 'p' },
      outputs: { password: 'p', token: 't', arn: 'a' },
      secretInputs: ['password'],
      secretOutputs: ['token'],
    })
    const [resource] = describeGraph(graph(secret)).resources
    expect(resource?.inputs).toEqual({ password: MASKED })
    expect(resource?.outputs).toEqual({ arn: 'a', password: MASKED, token: MASKED })
  })
})

describe('a secret inside a property', () => {
  const origins = [{ id: 'east', headers: [{ name: 'key', value: 'swordfish' }] }, { id: 'west' }]
  const describeOrigins = (...secretInputs: readonly string[]) => {
    const [resource] = describeGraph(graph(node('one', { inputs: { origins }, secretInputs }))).resources
    return resource?.inputs
  }

  it('is masked alone, so that its neighbours can be checked', () => {
    expect(describeOrigins('/origins/0/headers/0/value')).toEqual({
      origins: [{ id: 'east', headers: [{ name: 'key', value: MASKED }] }, { id: 'west' }],
    })
  })

  it('masks everything that may contain it when its path is not found', () => {
    expect(JSON.stringify(describeOrigins('/origins/0/header/value'))).not.toContain('swordfish')
    expect(describeOrigins('/origins/5/value')).toEqual({ origins: MASKED })
  })
})

describe('a tree', () => {
  it('shows children under their parents, aligned', () => {
    const root = node('network', { type: 'shop:Network', isComponent: true, region: undefined })
    const children = ['b', 'a'].map((name) => node(name, { parent: root.urn, source: undefined }))
    expect(graphTree(graph(root, ...children)).split('\n')).toEqual([
      'network  shop:Network             index.ts:1',
      '├─ a     aws.ec2.Vpc   us-east-1',
      '└─ b     aws.ec2.Vpc   us-east-1',
    ])
  })
})
