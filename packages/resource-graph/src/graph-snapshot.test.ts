import { describe, expect, it } from 'vitest'
import { graphSnapshot } from './graph-snapshot.ts'
import { sampleGraph, sampleNode } from './sample-node.ts'

const network = sampleNode({ type: 'shop:Network', name: 'net', isComponent: true, region: undefined })
const vpc = sampleNode({
  type: 'aws:ec2/vpc:Vpc',
  name: 'net-vpc',
  id: 'vpc-0123456789',
  parent: network.urn,
  inputs: { cidrBlock: '10.0.0.0/16', tags: { Name: 'net-vpc' } },
})
const subnet = sampleNode({
  type: 'aws:ec2/subnet:Subnet',
  name: 'net-a',
  parent: network.urn,
  protect: true,
  ignoreChanges: ['cidrBlock'],
  secretInputs: ['password'],
  inputs: {
    vpcId: 'vpc-0123456789',
    policy: '{"b":1}',
    password: 'pass',
    code: 'a()\nb()\n',
    archive: { __pulumiArchive: true, assets: { 'a.mjs': { __pulumiAsset: true, text: 'a()' } } },
  },
})

describe('a snapshot', () => {
  it('names resources as the program does, and shows the content of strings', () => {
    expect(graphSnapshot(sampleGraph([subnet, vpc, network]))).toBe(
      `net / net-a · aws.ec2.Subnet · us-east-1
  (protected)
  (changes ignored: cidrBlock)
  archive: {"a.mjs":"<3 characters, SHA-256 a95a430608fb6e9a>"}
  code: |
    a()
    b()
  password: [secret]
  policy: {"b":1}
  vpcId: <aws.ec2.Vpc net-vpc>

net / net-vpc · aws.ec2.Vpc · us-east-1
  cidrBlock: 10.0.0.0/16
`,
    )
  })

  it('is the same text whatever the order of resources', () => {
    expect(graphSnapshot(sampleGraph([network, vpc, subnet]))).toBe(
      graphSnapshot(sampleGraph([subnet, network, vpc])),
    )
  })
})
