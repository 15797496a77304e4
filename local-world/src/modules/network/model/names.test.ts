import { describe, expect, it } from 'vitest'
import { NameTable } from './names.ts'

const SUBNET = '10.0.0.4'

describe('a VPC’s resolver', () => {
  it('resolves published names in any case, with or without the trailing dot', async () => {
    const names = new NameTable()
    names.publish('Writer.Global.rds.amazonaws.com', () => ['10.0.32.4'])
    expect(await names.addresses('writer.global.rds.amazonaws.com.', SUBNET)).toEqual(['10.0.32.4'])
  })

  it('calls the source for each query', async () => {
    const names = new NameTable()
    let writer = '10.0.32.4'
    names.publish('writer.test', () => [writer])
    await names.addresses('writer.test', SUBNET)
    writer = '10.2.32.4'
    expect(await names.addresses('writer.test', SUBNET)).toEqual(['10.2.32.4'])
  })

  it('delegates a name to the longest matching zone, with the subnet of the client', async () => {
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

  it('resolves an address to itself', async () => {
    expect(await new NameTable().addresses('10.1.2.3', SUBNET)).toEqual(['10.1.2.3'])
  })

  it('resolves no other names', async () => {
    expect(await new NameTable().addresses('example.org', SUBNET)).toEqual([])
  })
})
