import { isIP } from 'node:net'
import type { RRType, TestDNSAnswerRequest, TestDNSAnswerResponse } from '@aws-sdk/client-route-53'
import { fromApiName, isWithin } from '../../model/names.ts'
import { invalidInput, zoneOrError } from '../aws-errors.ts'
import type { Route53Control } from '../context.ts'

/** The API's documented default masks for a client subnet without one. */
const DEFAULT_MASK = { 4: 24, 6: 64 } as const

/** The answer that the DNS server would give: both call the same function. */
export const testDnsAnswer =
  ({ store, responder }: Route53Control) =>
  async (input: TestDNSAnswerRequest): Promise<TestDNSAnswerResponse> => {
    const zone = zoneOrError(store, input.HostedZoneId ?? '')
    const name = fromApiName(input.RecordName ?? '')
    if (!isWithin(name, zone.name))
      throw invalidInput(`${name} does not lie within the hosted zone ${zone.name}`)
    const type = input.RecordType ?? 'A'
    const lookup = await responder.lookup(name, type, askerOf(input))
    return {
      Nameserver: zone.nameServers[0] ?? '',
      RecordName: input.RecordName,
      RecordType: type as RRType,
      RecordData: lookup.records.filter((record) => record.type === type).flatMap(({ values }) => values),
      ResponseCode: lookup.rcode,
      Protocol: 'UDP',
    }
  }

function askerOf({ ResolverIP, EDNS0ClientSubnetIP, EDNS0ClientSubnetMask }: TestDNSAnswerRequest) {
  for (const address of [ResolverIP, EDNS0ClientSubnetIP])
    if (address !== undefined && isIP(address) === 0)
      throw invalidInput(`"${address}" is not an IPv4 or IPv6 address`)
  if (EDNS0ClientSubnetIP === undefined) return { address: ResolverIP ?? '127.0.0.1' }
  const mask = Number(EDNS0ClientSubnetMask ?? DEFAULT_MASK[isIP(EDNS0ClientSubnetIP) as 4 | 6])
  return { address: EDNS0ClientSubnetIP, prefixLength: mask }
}
