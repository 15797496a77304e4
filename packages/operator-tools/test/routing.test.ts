import { describe, expect, it } from 'vitest'
import { createAwsClients } from '../src/aws/clients.ts'
import { queryDns } from '../src/probes/dns-query.ts'
import { measureRouting } from '../src/routing/measure-routing.ts'
import { startDnsServer } from './dns-server.ts'
import { sampleWorld } from './sample-target.ts'

const ADDRESSES: Readonly<Record<string, string>> = {
  'use1.meridian.example': '192.0.2.1',
  'usw2.meridian.example': '192.0.2.2',
  'apne2.meridian.example': '192.0.2.3',
}

const startZone = () =>
  startDnsServer((name, clientSubnet) => {
    const own = ADDRESSES[name]
    if (own) return [own]
    const isSeoul = clientSubnet?.startsWith('198.18.82.')
    if (name === 'nearest.meridian.example') return [isSeoul ? '192.0.2.3' : '192.0.2.1']
    return name === 'next.meridian.example' ? ['192.0.2.2'] : []
  })

describe('a DNS query', () => {
  it('gets the answer for the client subnet that it carries', async () => {
    const server = await startZone()
    const ask = (clientSubnet: string) =>
      queryDns(server, { name: 'nearest.meridian.example', type: 'A', clientSubnet })
    expect((await ask('198.18.82.0/24')).values).toEqual(['192.0.2.3'])
    expect((await ask('198.18.49.0/24')).values).toEqual(['192.0.2.1'])
  })

  it('is repeated over TCP when the answer was truncated', async () => {
    const server = await startZone()
    server.trouble.push('truncate')
    const answer = await queryDns(server, { name: 'use1.meridian.example', type: 'A' })
    expect(answer).toMatchObject({ transport: 'tcp', values: ['192.0.2.1'], ttlSeconds: 60 })
  })

  it('is retried when it was lost, and given up eventually', async () => {
    const server = await startZone()
    const question = { name: 'use1.meridian.example', type: 'A' } as const
    server.trouble.push('lose')
    expect((await queryDns(server, question, 100)).values).toEqual(['192.0.2.1'])
    server.trouble.push('lose', 'lose')
    await expect(queryDns(server, question, 50)).rejects.toThrow(/did not answer use1\.meridian\.example A/)
  })
})

describe('measureRouting', () => {
  it('identifies regions by the addresses of their own names', async () => {
    const dns = await startZone()
    const target = sampleWorld({ dns })
    using aws = createAwsClients(target)
    const answers = await measureRouting(target, aws, {
      cities: ['seoul', 'frankfurt'],
      withTestDnsAnswer: false,
    })
    expect(answers.map(({ city, name, region }) => [city, name, region])).toEqual([
      ['seoul', 'nearest', 'ap-northeast-2'],
      ['seoul', 'next', 'us-west-2'],
      ['frankfurt', 'nearest', 'us-east-1'],
      ['frankfurt', 'next', 'us-west-2'],
    ])
    expect(answers.every((answer) => answer.sameOverTcp)).toBe(true)
  })

  it('queries from another client network on request', async () => {
    const dns = await startZone()
    const target = sampleWorld({ dns })
    using aws = createAwsClients(target)
    const [answer] = await measureRouting(target, aws, {
      cities: ['frankfurt'],
      subnets: { frankfurt: '198.18.82.0/24' },
      withTestDnsAnswer: false,
    })
    expect(answer).toMatchObject({ region: 'ap-northeast-2', clientSubnet: '198.18.82.0/24' })
  })
})
