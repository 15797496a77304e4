import type { ResourceNode } from '@meridian/resource-graph'
import { describeGraph, MASKED } from '@meridian/resource-graph'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ProgramRun } from '../../src/program/run-program.ts'
import { runFixture } from './programs.ts'

const VPC = 'aws:ec2/vpc:Vpc'
const SECRET = 'aws:secretsmanager/secretVersion:SecretVersion'
const FILE = 'local-world/test/program/fixtures/whole/index.ts'

describe('a program that uses everything', () => {
  let run: ProgramRun
  const announced: ResourceNode[] = []
  const node = (type: string, name: string) => run.graph.named(type, name)

  beforeAll(async () => {
    run = await runFixture('whole', { onResource: (resource) => announced.push(resource) })
  })

  it('reads its settings from the stack file over the defaults of the project file', () => {
    expect(run.graph.contents.stackOutputs.settings).toEqual({
      domain: 'example.test',
      greeting: 'hello',
      taskCount: 2,
    })
    expect(run.graph.contents.config).toEqual({
      'aws:region': 'us-east-1',
      domain: 'example.test',
      greeting: 'hello',
      taskCount: '2',
    })
  })

  it('places each resource in its provider’s region, its own, or the stack’s', () => {
    expect(node(VPC, 'network-vpc').region).toBe('ap-northeast-2')
    expect(node(VPC, 'elsewhere').region).toBe('us-west-2')
    expect(node(VPC, 'home').region).toBe('us-east-1')
    expect(node('fixture:network:Network', 'network').region).toBeUndefined()
  })

  it('records parents, and includes their types in the URN', () => {
    const vpc = node(VPC, 'network-vpc')
    expect(vpc.urn).toBe('urn:pulumi:dev::whole::fixture:network:Network$aws:ec2/vpc:Vpc::network-vpc')
    expect(run.graph.byUrn(vpc.parent ?? '')?.name).toBe('network')
    expect(run.graph.byUrn(node(VPC, 'home').parent ?? '')?.type).toBe('pulumi:pulumi:Stack')
  })

  it('records the source line of each resource, in anonymous functions and at the top of a module too', () => {
    expect(node(VPC, 'network-vpc').source).toEqual({ file: FILE, line: 11 })
    expect(node('fixture:network:Network', 'network').source).toEqual({ file: FILE, line: 18 })
    expect(node(VPC, 'home').source).toEqual({ file: FILE, line: 20 })
    expect(node('pulumi:providers:aws', 'seoul').source).toEqual({ file: FILE, line: 17 })
  })

  it('orders a node after its dependencies, and records which property refers to them', () => {
    const vpc = node(VPC, 'network-vpc')
    const secret = node(SECRET, 'password')
    expect(secret.dependencies).toContain(vpc.urn)
    expect(secret.propertyDependencies).toEqual({ vpcArn: [vpc.urn] })
    for (const { dependencies, urn } of run.graph.nodes) {
      const seen = run.graph.nodes.slice(
        0,
        run.graph.nodes.findIndex((other) => other.urn === urn),
      )
      expect(seen.map((other) => other.urn)).toEqual(expect.arrayContaining([...dependencies]))
    }
  })

  it('receives plain inputs: no nulls, resources as ids, secrets unwrapped', () => {
    expect(node(VPC, 'network-vpc').inputs).toEqual({ cidrBlock: '10.2.0.0/16' })
    expect(node(VPC, 'home').inputs.peer).toBe(node(VPC, 'network-vpc').id)
    expect(node(SECRET, 'password').inputs.secretString).toEqual({ password: 'correct horse' })
  })

  it('records what is secret and masks it in a description', () => {
    const secret = node(SECRET, 'password')
    expect(secret.secretInputs).toEqual(['secretString'])
    expect(secret.secretOutputs).toEqual(['owner', 'secretString'])
    expect(run.graph.contents.stackOutputs.token).toBe('battery staple')
    const description = describeGraph(run.graph)
    expect(description.stackOutputs.token).toBe(MASKED)
    expect(JSON.stringify(description)).not.toMatch(/correct horse|battery staple/)
  })

  it('gets results of provider functions', () => {
    expect(node(SECRET, 'password').inputs.owner).toBe('000000000000')
  })

  it('gets a plausible id and ARN for a type without a provider, which is listed with its count', () => {
    const vpc = node(VPC, 'network-vpc')
    expect(vpc.id).toMatch(/^network-vpc-[0-9a-f]{7}$/)
    expect(run.graph.contents.stackOutputs.vpcArn).toBe(
      `arn:aws:ec2:ap-northeast-2:000000000000:vpc/${vpc.id}`,
    )
    expect(run.uninterpreted).toEqual([
      { type: VPC, count: 3 },
      { type: SECRET, count: 1 },
    ])
  })

  it('keeps protection, ignored changes, component outputs and log messages', () => {
    expect(node(VPC, 'home')).toMatchObject({ protect: true, ignoreChanges: ['tags'] })
    const network = node('fixture:network:Network', 'network')
    expect(network.outputs).toEqual({ vpcArn: node(VPC, 'network-vpc').outputs.arn })
    expect(run.logs).toEqual([{ severity: 'info', message: 'half way', urn: network.urn }])
  })

  it('reports each resource as it is registered', () => {
    expect(announced.map(({ name }) => name).sort()).toEqual(run.graph.nodes.map(({ name }) => name).sort())
  })
})
