import { describe, expect, it } from 'vitest'
import { holdsSecret, markSecret } from './property-values.ts'
import type { Providers } from './providers.ts'
import { Recorder } from './recorder.ts'
import type { Registration } from './registration.ts'

const VPC = 'aws:ec2/vpc:Vpc'

function recorder(
  providers: Partial<Providers> = {},
  defaultRegion: string | undefined = 'us-east-1',
): Recorder {
  return new Recorder({
    project: 'shop',
    stack: 'dev',
    providers: { resources: {}, invokes: {}, ...providers },
    defaultRegion,
  })
}

function registration(overrides: Partial<Registration> = {}): Registration {
  return {
    type: VPC,
    name: 'main',
    parent: undefined,
    isComponent: false,
    properties: {},
    provider: undefined,
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    additionalSecretOutputs: [],
    protect: false,
    source: { file: 'index.ts', line: 7 },
    ...overrides,
  }
}

describe('a recorder', () => {
  it('returns the inputs merged with the outputs that the provider computed', () => {
    const vpc = () => ({ id: 'vpc-1', outputs: { arn: 'arn', cidrBlock: 'computed' } })
    const answer = recorder({ resources: { [VPC]: vpc } }).register(
      registration({ properties: { cidrBlock: 'asked', tags: { a: 'b' } } }),
    )
    expect(answer).toMatchObject({
      id: 'vpc-1',
      properties: { arn: 'arn', cidrBlock: 'computed', tags: { a: 'b' } },
    })
  })

  it('keeps a secret marked when a provider returns it as plain text', () => {
    const echo = ({ inputs }: { inputs: object }) => ({ id: 'x', outputs: { ...inputs } })
    const answer = recorder({ resources: { [VPC]: echo } }).register(
      registration({ properties: { password: markSecret('p') } }),
    )
    expect(holdsSecret(answer.properties.password)).toBe(true)
  })

  it('takes the region from the provider that a resource references', () => {
    const record = recorder({}, undefined)
    const provider = record.register(
      registration({ type: 'pulumi:providers:aws', name: 'seoul', properties: { region: 'ap-northeast-2' } }),
    )
    record.register(registration({ provider: `${provider.urn}::${provider.id}` }))
    expect(record.nodes.map(({ region }) => region)).toEqual(['ap-northeast-2', 'ap-northeast-2'])
  })

  it('needs no region for a type outside AWS', () => {
    const record = recorder({}, undefined)
    const answer = record.register(registration({ type: 'random:index/randomId:RandomId' }))
    expect(answer.id).toMatch(/^main-[0-9a-f]{7}$/)
    expect([...record.uninterpreted]).toEqual([['random:index/randomId:RandomId', 1]])
  })

  it('refuses a region that Meridian is not deployed in', () => {
    const inParis = registration({ properties: { region: 'eu-west-3' } })
    expect(() => recorder().register(inParis)).toThrow(
      'aws:ec2/vpc:Vpc "main" at index.ts:7: its region is "eu-west-3"; wanted one of us-east-1',
    )
  })

  it('calls a function in the region of its arguments', () => {
    const regionOf = ({ region }: { region: string }) => ({ region })
    const record = recorder({ invokes: { where: regionOf } })
    const ask = (args: object) =>
      record.invoke({ token: 'where', args: { ...args }, provider: undefined, source: undefined })
    expect(ask({ region: 'us-west-2' })).toEqual({ region: 'us-west-2' })
    expect(ask({})).toEqual({ region: 'us-east-1' })
  })

  it('remembers only the first refusal', () => {
    const record = recorder()
    record.register(registration())
    expect(() => record.register(registration())).toThrow(/index\.ts:7 and index\.ts:7/)
    expect(() => record.invoke({ token: 'none', args: {}, provider: undefined, source: undefined })).toThrow(
      /answered are: none/,
    )
    expect(record.refusal?.message).toMatch(/^Two resources have the URN/)
  })
})
