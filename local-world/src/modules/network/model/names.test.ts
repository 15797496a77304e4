import { describe, expect, it } from 'vitest'
import { NameTable } from './names.ts'

const SUBNET = '10.0.0.4'

describe('a VPC’s resolver', () => {
  it('answers published names, in any case, with or without the root’s dot', async () => {
    const names = new NameTable()
    names.publish('Writer.Global.rds.amazonaws.com', () => ['10.0.32.4'])
    expect(await names.addresses('writer.global.rds.amazonaws.com.', SUBNET)).toEqual(['10.0.32.4'])
  })

  it('asks the source at each query', async () => {
    const names = new NameTable()
    let writer = '10.0.32.4'
    names.publish('writer.test', () => [writer])
    await names.addresses('writer.test', SUBNET)
    writer = '10.2.32.4'
    expect(await names.addresses('writer.test', SUBNET)).toEqual(['10.2.32.4'])
  })

  it('sends a name to the longest zone that holds it, with the asker’s network', async () => {
    const names = new NameTable()
    names.delegate('example.test', (name, subnet) => [`${name} for ${subnet}`])
    names.delegate('deep.example.test', async () => ['deep'])
    expect(await names.addresses('a.example.test', SUBNET)).toEqual([`a.example.test for ${SUBNET}`])
    expect(await names.addresses('b.deep.example.test', SUBNET)).toEqual(['deep'])
    expect(await names.addresses('notexample.test', SUBNET)).toEqual([])
  })

  it('prefers a published name to a zone', async () => {
    const names = new NameTable()
    names.delegate('test', () => ['zone'])
    names.publish('a.test', () => ['published'])
    expect(await names.addresses('a.test', SUBNET)).toEqual(['published'])
    names.withdraw('a.test')
    expect(await names.addresses('a.test', SUBNET)).toEqual(['zone'])
  })

  it('takes an address for its own answer', async () => {
    expect(await new NameTable().addresses('10.1.2.3', SUBNET)).toEqual(['10.1.2.3'])
  })

  it('knows nothing else', async () => {
    expect(await new NameTable().addresses('example.org', SUBNET)).toEqual([])
  })
})
