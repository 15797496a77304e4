import { resolve4 } from 'node:dns/promises'
import { ProbeFailedError } from '../errors.ts'
import type { DnsServer } from '../probes/dns-query.ts'
import type { TargetDescription } from '../target/target.ts'

const DNS_PORT = 53

/** The server whose answers are tested: the world's, or the zone's first reachable name server. */
export async function authoritativeServer(target: TargetDescription): Promise<DnsServer> {
  if (target.dns) return target.dns
  const failures: string[] = []
  for (const name of target.stackOutputs.nameServers) {
    try {
      const [host] = await resolve4(name)
      if (host) return { host, port: DNS_PORT }
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`)
    }
  }
  throw new ProbeFailedError(
    `None of the zone's name servers has an address (${failures.join('; ')}). Check that this machine may ask DNS.`,
  )
}
