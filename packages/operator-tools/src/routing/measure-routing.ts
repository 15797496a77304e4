import { CITIES, CITY_IDS, type CityId, dnsNames, REGION_IDS, type RegionId } from '@meridian/topology'
import type { AwsClients } from '../aws/clients.ts'
import { withAwsErrorsExplained } from '../aws/explain.ts'
import { type DnsServer, queryDns, queryDnsOverTcp } from '../probes/dns-query.ts'
import type { OnProgress } from '../report/progress.ts'
import type { TargetDescription } from '../target/target.ts'
import { authoritativeServer } from './name-servers.ts'

type RoutedName = 'nearest' | 'next'

/** The answer one city gets for one name. */
export interface RoutingAnswer {
  readonly city: CityId
  readonly clientSubnet: string
  readonly name: RoutedName
  /** Region whose load balancer has these addresses; undefined if none does. */
  readonly region: RegionId | undefined
  readonly addresses: readonly string[]
  readonly responseCode: string
  readonly ttlSeconds: number | undefined
  readonly scopePrefixLength: number | undefined
  /** Whether a query over TCP gives the same region. */
  readonly sameOverTcp: boolean
  /** The answer of Route 53's TestDNSAnswer; undefined when it was not called. */
  readonly testDnsAnswerRegion: RegionId | undefined | 'none'
}

export interface RoutingOptions {
  readonly cities?: readonly CityId[]
  /** Client subnets to use instead of the cities' test networks: real ones, on AWS. */
  readonly subnets?: Readonly<Partial<Record<CityId, string>>>
  /** Also query Route 53's control plane. */
  readonly withTestDnsAnswer: boolean
  readonly onProgress?: OnProgress
}

/** Queries what Route 53 answers each city's visitors, by EDNS client subnet. */
export async function measureRouting(
  target: TargetDescription,
  aws: AwsClients,
  options: RoutingOptions,
): Promise<readonly RoutingAnswer[]> {
  const server = await authoritativeServer(target)
  const regionOf = await regionsByAddress(server, target.stackOutputs.domain)
  const cities = options.cities ?? CITY_IDS
  const answers: RoutingAnswer[] = []
  for (const city of cities)
    for (const name of ['nearest', 'next'] as const) {
      options.onProgress?.(answers.length, cities.length * 2, `${CITIES[city].label} asks for ${name}`)
      const clientSubnet = options.subnets?.[city] ?? CITIES[city].testNetwork
      answers.push(await ask(city, name, clientSubnet))
    }
  return answers

  async function ask(city: CityId, name: RoutedName, clientSubnet: string): Promise<RoutingAnswer> {
    const dnsName = dnsNames(target.stackOutputs.domain)[name]
    const question = { name: dnsName, type: 'A', clientSubnet } as const
    const [answer, overTcp] = await Promise.all([
      queryDns(server, question),
      queryDnsOverTcp(server, question),
    ])
    const region = regionOf(answer.values)
    return {
      city,
      clientSubnet,
      name,
      region,
      addresses: answer.values,
      responseCode: answer.responseCode,
      ttlSeconds: answer.ttlSeconds,
      scopePrefixLength: answer.scopePrefixLength,
      sameOverTcp: regionOf(overTcp.values) === region,
      testDnsAnswerRegion: options.withTestDnsAnswer
        ? (regionOf(await testDnsAnswer(target, aws, dnsName, clientSubnet)) ?? 'none')
        : undefined,
    }
  }
}

/** Polls which region's load balancer a city is sent to; undefined when it is none of them. */
export async function openNearest(
  target: TargetDescription,
): Promise<(city: CityId) => Promise<RegionId | undefined>> {
  const server = await authoritativeServer(target)
  const { domain } = target.stackOutputs
  const regionOf = await regionsByAddress(server, domain)
  const { nearest: name } = dnsNames(domain)
  return async (city) => {
    const answer = await queryDns(server, { name, type: 'A', clientSubnet: CITIES[city].testNetwork })
    return regionOf(answer.values)
  }
}

/** Each region has a name that resolves whatever its health; its addresses identify the region of an answer. */
async function regionsByAddress(server: DnsServer, domain: string) {
  const names = dnsNames(domain)
  const answers = await Promise.all(
    REGION_IDS.map(async (region) => {
      const { values } = await queryDns(server, { name: names.region(region), type: 'A' })
      return values.map((address) => [address, region] as const)
    }),
  )
  const byAddress = new Map(answers.flat())
  return (addresses: readonly string[]): RegionId | undefined =>
    addresses.map((address) => byAddress.get(address)).find((region) => region !== undefined)
}

async function testDnsAnswer(
  target: TargetDescription,
  aws: AwsClients,
  name: string,
  clientSubnet: string,
): Promise<readonly string[]> {
  const { TestDNSAnswerCommand } = await import('@aws-sdk/client-route-53')
  const [ip, bits] = clientSubnet.split('/')
  return withAwsErrorsExplained(target, async () => {
    const client = await aws.route53()
    const answer = await client.send(
      new TestDNSAnswerCommand({
        HostedZoneId: target.stackOutputs.zoneId,
        RecordName: name,
        RecordType: 'A',
        EDNS0ClientSubnetIP: ip,
        EDNS0ClientSubnetMask: bits,
        ResolverIP: ip,
      }),
    )
    return answer.RecordData ?? []
  })
}
