import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Component } from './component.ts'
import { InvalidPhysicalNameError, UnknownNamingRuleError, UnprefixedChildError } from './errors.ts'

class Sample extends Component {
  constructor(name: string, make: (parent: pulumi.Resource) => void, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:test:Sample', name, opts)
    make(this)
    this.registerOutputs({})
  }
}

const registered: pulumi.runtime.MockResourceArgs[] = []

beforeEach(async () => {
  registered.length = 0
  await pulumi.runtime.setMocks({
    newResource(args) {
      registered.push(args)
      return { id: args.name, state: args.inputs }
    },
    call: () => ({}),
  })
})

// Registrations continue after a constructor has returned or thrown.
afterEach(() => pulumi.runtime.disconnect())

describe('a component', () => {
  it('names and tags its resources; the caller’s values win', async () => {
    await build((parent) => {
      new aws.ecs.Cluster('sample-tasks', { tags: { team: 'growth', Name: 'mine' } }, { parent })
    })
    expect(inputsOf('sample-tasks')).toMatchObject({
      name: 'meridian-sample-tasks',
      tags: { Name: 'mine', component: 'meridian:test:Sample', team: 'growth' },
    })
  })

  it('keeps an explicit physical name', async () => {
    await build((parent) => {
      new aws.ecs.Cluster('sample', { name: 'fleet' }, { parent })
    })
    expect(inputsOf('sample').name).toBe('fleet')
  })

  it.each([
    ['has another beginning', 'other-cluster'],
    ['only looks alike', 'sampled-cluster'],
  ])('refuses a child whose name %s', (_, childName) => {
    expect(() => new Sample('sample', (parent) => new aws.ecs.Cluster(childName, {}, { parent }))).toThrow(
      UnprefixedChildError,
    )
  })

  it('applies the same rule to grandchildren', () => {
    const inner = (parent: pulumi.Resource) => new aws.ecs.Cluster('sample-elsewhere', {}, { parent })
    expect(
      () => new Sample('sample', (parent) => void new Sample('sample-inner', inner, { parent })),
    ).toThrow(/belongs to component "sample-inner"/)
  })

  it('refuses a name that AWS would refuse', () => {
    const name = 'sample-with-a-name-that-is-too-long'
    expect(
      () => new Sample('sample', (parent) => new aws.lb.TargetGroup(name, { targetType: 'ip' }, { parent })),
    ).toThrow(InvalidPhysicalNameError)
  })

  it('refuses an AWS type that naming.ts does not know', () => {
    expect(() => new Sample('sample', (parent) => new aws.sqs.Queue('sample', {}, { parent }))).toThrow(
      UnknownNamingRuleError,
    )
  })
})

async function build(make: (parent: pulumi.Resource) => void): Promise<void> {
  new Sample('sample', make)
  await pulumi.runtime.disconnect()
}

function inputsOf(name: string) {
  return registered.find((resource) => resource.name === name && resource.type.startsWith('aws:'))?.inputs
}
