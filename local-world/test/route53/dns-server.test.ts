import { Resolver } from 'node:dns/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import type { RunningRoute53 } from '../../src/modules/route53/running.ts'
import { addressesIn, ask, decode, exchangeTcp, exchangeUdp, queryBytes, subnetOf } from './dns-client.ts'
import { DOMAIN, exampleGraph, loadBalancerName, names, record } from './example-program.ts'
import { createStandIns, regionAddress } from './stand-ins.ts'

const SEOUL = '198.18.82.0/24'
const CALIFORNIA = '198.18.41.0/24'
const GERMANY = '198.18.49.0/24'
const longValues = Array.from({ length: 20 }, (_, index) => `"${'x'.repeat(80)}${index}"`)

const standIns = createStandIns()
let running: RunningRoute53

beforeAll(async () => {
  const graph = exampleGraph(
    record('long', { name: `long.${DOMAIN}`, type: 'TXT', ttl: 5, records: longValues }),
    record('several', {
      name: `several.${DOMAIN}`,
      ttl: 5,
      records: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'],
    }),
    ...[1, 2].map((number) =>
      record(`weighted-${number}`, {
        name: `weighted.${DOMAIN}`,
        ttl: 5,
        records: [`192.0.2.${number}`],
        setIdentifier: `weighted-${number}`,
        weightedRoutingPolicies: [{ weight: 1 }],
      }),
    ),
    record('octal', {
      name: `octal.${DOMAIN}`,
      type: 'TXT',
      ttl: 5,
      records: ['"caf\\303\\251 \\"au\\040lait\\""'],
    }),
    record('nowhere', { name: `nowhere.${DOMAIN}`, type: 'CNAME', ttl: 30, records: [`gone.${DOMAIN}`] }),
    record('www', { name: `www.${DOMAIN}`, type: 'CNAME', ttl: 30, records: [names.nearest] }),
  )
  running = await startRoute53(planRoute53(graph), standIns.world, standIns.dependencies)
})
afterAll(async () => {
  await running[Symbol.asyncDispose]()
  await running[Symbol.asyncDispose]()
})

describe('the client subnet', () => {
  it.each([
    [SEOUL, 'ap-northeast-2'],
    [CALIFORNIA, 'us-west-2'],
    [GERMANY, 'us-east-1'],
    ['2001:db8:82::/48', 'ap-northeast-2'],
    ['8.8.8.0/24', 'us-east-1'],
  ] as const)('(25) %s decides the answer and is echoed with its scope', async (subnet, region) => {
    const answer = await ask(running.port, { name: names.nearest, subnet })
    expect(addressesIn(answer)).toEqual([regionAddress[region]])
    expect(answer.flag_aa).toBe(true)
    expect(subnetOf(answer)).toMatchObject({ scopePrefixLength: Number(subnet.split('/')[1]) })
  })

  it('that is too wide for one city is answered as an unknown location', async () => {
    const answer = await ask(running.port, { name: names.nearest, subnet: '198.18.82.0/16' })
    expect(addressesIn(answer)).toEqual([regionAddress['us-east-1']])
  })

  it('has scope 0 where the answer is the same for all clients', async () => {
    const answer = await ask(running.port, { name: names.region('us-west-2'), subnet: SEOUL })
    expect(subnetOf(answer)).toMatchObject({ scopePrefixLength: 0 })
  })

  it('of an unknown family or the wrong length is a format error', async () => {
    const message = queryBytes({ name: names.nearest, subnet: SEOUL })
    const familyAt = message.length - 7
    message.writeUInt16BE(9, familyAt)
    expect(decode(await exchangeUdp(running.port, message)).rcode).toBe('FORMERR')
  })
})

describe('answers', () => {
  it('(24) omit a load balancer whose alias is unhealthy, until it recovers', async () => {
    standIns.dead.add('ap-northeast-2')
    const moved = await ask(running.port, { name: names.nearest, subnet: SEOUL })
    expect(addressesIn(moved)).toEqual([regionAddress['us-west-2']])
    standIns.dead.clear()
    const back = await ask(running.port, { name: names.nearest, subnet: SEOUL })
    expect(addressesIn(back)).toEqual([regionAddress['ap-northeast-2']])
  })

  it('to a repeated question follow the addresses of the alias target', async () => {
    const nearest = () => ask(running.port, { name: names.nearest, subnet: SEOUL })
    const name = loadBalancerName('ap-northeast-2')
    const before = addressesIn(await nearest())
    expect(addressesIn(await nearest())).toEqual(before)
    onTestFinished(() => void standIns.published.set(name, regionAddress['ap-northeast-2']))
    standIns.published.set(name, '198.19.64.99')
    expect(addressesIn(await nearest())).toEqual(['198.19.64.99'])
    standIns.published.delete(name)
    expect(addressesIn(await nearest())).toEqual([])
  })

  it('choose among weighted records each time, also for a repeated question', async () => {
    const seen = new Set<string>()
    for (let count = 0; count < 60 && seen.size < 2; count++)
      seen.add(addressesIn(await ask(running.port, { name: `weighted.${DOMAIN}` })).join())
    expect([...seen].toSorted()).toEqual(['192.0.2.1', '192.0.2.2'])
  })

  it('to a repeated question carry the id of the new question', async () => {
    const asked = (id: number) => {
      const message = queryBytes({ name: names.nearest, subnet: SEOUL })
      message.writeUInt16BE(id, 0)
      return exchangeUdp(running.port, message)
    }
    const [first, second] = [await asked(0x1234), await asked(0xfedc)]
    expect(second.readUInt16BE(0)).toBe(0xfedc)
    expect(second.subarray(2)).toEqual(first.subarray(2))
  })

  it('preserve the case of the question', async () => {
    const name = 'NeArEsT.MeRiDiAn.eXaMpLe'
    const answer = await ask(running.port, { name, subnet: SEOUL })
    expect(answer.questions?.[0]?.name).toBe(name)
    expect(answer.answers?.[0]).toMatchObject({ name, ttl: 60 })
  })

  it('are NODATA with the SOA for AAAA of an alias, NXDOMAIN with the SOA for unknown names', async () => {
    const noData = await ask(running.port, { name: names.nearest, type: 'AAAA' })
    expect(noData).toMatchObject({
      rcode: 'NOERROR',
      answers: [],
      authorities: [{ type: 'SOA', name: DOMAIN }],
    })
    const unknown = await ask(running.port, { name: `no.${DOMAIN}` })
    expect(unknown).toMatchObject({ rcode: 'NXDOMAIN', authorities: [{ type: 'SOA', ttl: 900 }] })
  })

  it('rotate the order of their values, as Route 53 does', async () => {
    const seen = new Set<string>()
    for (let count = 0; count < 40 && seen.size < 2; count++) {
      const answer = await ask(running.port, { name: `several.${DOMAIN}` })
      expect(addressesIn(answer).toSorted()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'])
      seen.add(addressesIn(answer).join())
    }
    expect(seen.size).toBe(2)
  })

  it('name the zone’s servers in the authority section, but not in answers about them', async () => {
    const positive = await ask(running.port, { name: names.nearest })
    expect(positive.authorities).toHaveLength(4)
    expect(positive.authorities?.[0]).toMatchObject({ type: 'NS', name: DOMAIN, ttl: 172_800 })
    const servers = await ask(running.port, { name: DOMAIN, type: 'NS' })
    expect(servers.answers).toHaveLength(4)
    expect(servers.authorities).toEqual([])
  })

  it('of a CNAME whose target is missing from the zone are NXDOMAIN with the SOA (RFC 6604)', async () => {
    const answer = await ask(running.port, { name: `nowhere.${DOMAIN}` })
    expect(answer).toMatchObject({
      rcode: 'NXDOMAIN',
      answers: [{ type: 'CNAME', data: `gone.${DOMAIN}` }],
      authorities: [{ type: 'SOA' }],
    })
  })

  it('of a CNAME whose target lacks the type are NODATA, with the SOA (RFC 2308)', async () => {
    const answer = await ask(running.port, { name: `www.${DOMAIN}`, type: 'AAAA' })
    expect(answer).toMatchObject({
      rcode: 'NOERROR',
      answers: [{ type: 'CNAME' }],
      authorities: [{ type: 'SOA' }],
    })
  })

  it('decode octal escapes in TXT values to bytes', async () => {
    const answer = await ask(running.port, { name: `octal.${DOMAIN}`, type: 'TXT' })
    const [found] = (answer.answers ?? []) as readonly { readonly data: readonly Buffer[] }[]
    expect(found?.data[0]?.toString('utf8')).toBe('café "au lait"')
  })

  it('refuse other zones, and resolve AWS’s names', async () => {
    expect((await ask(running.port, { name: 'example.org' })).rcode).toBe('REFUSED')
    const balancer = await ask(running.port, { name: loadBalancerName('us-west-2') })
    expect(balancer.answers?.[0]).toMatchObject({ data: regionAddress['us-west-2'], ttl: 60 })
    const database = await ask(running.port, { name: 'meridian.cluster-x.us-east-1.rds.amazonaws.com' })
    expect(database.answers?.[0]).toMatchObject({ data: '10.0.1.5', ttl: 5 })
    const global = await ask(running.port, { name: 'meridian.global-x.global.rds.amazonaws.com' })
    expect(global.answers).toMatchObject([
      { type: 'CNAME', data: 'meridian.cluster-x.us-east-1.rds.amazonaws.com', ttl: 5 },
      { type: 'A', name: 'meridian.cluster-x.us-east-1.rds.amazonaws.com', data: '10.0.1.5', ttl: 5 },
    ])
    expect((await ask(running.port, { name: 'gone.elb.amazonaws.com' })).rcode).toBe('NXDOMAIN')
  })

  it('that are too long for UDP are truncated, and complete over TCP', async () => {
    const question = { name: `long.${DOMAIN}`, type: 'TXT' }
    const short = await ask(running.port, question)
    expect(short).toMatchObject({ flag_tc: true, answers: [] })
    const [whole] = await exchangeTcp(running.port, queryBytes(question))
    expect(decode(whole!).answers).toHaveLength(20)
  })

  it('to several questions on one TCP connection all arrive', async () => {
    const answers = await exchangeTcp(
      running.port,
      queryBytes({ name: names.nearest }),
      queryBytes({ name: DOMAIN, type: 'SOA' }),
    )
    expect(answers.map((bytes) => decode(bytes).rcode)).toEqual(['NOERROR', 'NOERROR'])
  })

  it('work with the system’s own resolver library', async () => {
    const resolver = new Resolver()
    resolver.setServers([`127.0.0.1:${running.port}`])
    expect(await resolver.resolve4(`www.${DOMAIN}`)).toEqual([regionAddress['us-east-1']])
    expect(await resolver.resolveNs(DOMAIN)).toHaveLength(4)
    expect((await resolver.resolveSoa(DOMAIN)).hostmaster).toBe('awsdns-hostmaster.amazon.com')
    await expect(resolver.resolve4(`no.${DOMAIN}`)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })
})

describe('a malformed DNS message', () => {
  // INV-ROUTE53-2
  it('is answered with FORMERR, NOTIMP or BADVERS, or not at all, and never ends the server', async () => {
    const header = Buffer.from('123401000001000000000000', 'hex')
    expect(decode(await exchangeUdp(running.port, header)).rcode).toBe('FORMERR')
    const pointer = Buffer.concat([header, Buffer.from('c00c00010001', 'hex')])
    expect(decode(await exchangeUdp(running.port, pointer)).rcode).toBe('FORMERR')
    const update = queryBytes({ name: DOMAIN })
    update[2] = 5 << 3
    expect(decode(await exchangeUdp(running.port, update)).rcode).toBe('NOTIMP')
    const future = await ask(running.port, { name: DOMAIN, ednsVersion: 1 })
    expect(future.additionals?.[0]).toMatchObject({ type: 'OPT', extendedRcode: 1 })
    expect((await ask(running.port, { name: DOMAIN, type: 'SOA' })).rcode).toBe('NOERROR')
  })

  it('of random bytes does not end the server', async () => {
    for (let length = 12; length < 200; length += 3) {
      const bytes = crypto.getRandomValues(Buffer.alloc(length))
      bytes[2] = 0
      bytes.writeUInt16BE(1, 4)
      await exchangeUdp(running.port, bytes)
    }
    expect((await ask(running.port, { name: DOMAIN, type: 'SOA' })).rcode).toBe('NOERROR')
  })
})

it('resolvers in the world get the same answers', async () => {
  const resolver = standIns.zones.get(DOMAIN)
  expect(await resolver?.(names.nearest, '198.18.82.7')).toEqual([regionAddress['ap-northeast-2']])
  expect(await resolver?.(names.nearest, '10.1.3.4')).toEqual([regionAddress['us-west-2']])
  expect(await resolver?.(names.nearest, '198.19.33.4')).toEqual([regionAddress['us-west-2']])
  expect(await resolver?.(`www.${DOMAIN}`, '198.18.82.7')).toEqual([regionAddress['ap-northeast-2']])
  expect(await resolver?.(`no.${DOMAIN}`, '198.18.82.7')).toEqual([])
})
