import { inRegion, type RegionId } from '@meridian/topology'
import type { Callers, NetworkInterface, RunningNetwork } from '../../src/modules/network/running.ts'

export interface InTestNetwork extends RunningNetwork, Callers {
  /** The caller that the network reports for every connection. */
  caller: string | undefined
  /** Connections to these addresses are refused or dropped. */
  readonly refused: Set<string>
  readonly dropped: Set<string>
  /** The loopback port for a name and port. */
  locate(host: string, port: number): Promise<number>
  /** Every interface that is attached and not closed. */
  readonly interfaces: ReadonlySet<NetworkInterface>
}

const failure = (code: string, host: string) => Object.assign(new Error(`${code} ${host}`), { code })

/** A network without distance or rules: the part of the real one that modules need, in memory. */
export function createInTestNetwork(region: RegionId = 'us-east-1'): InTestNetwork {
  const served = new Map<string, Map<number, number>>()
  const names = new Map<string, (clientSubnet: string) => readonly string[]>()
  const refused = new Set<string>()
  const dropped = new Set<string>()
  const interfaces = new Set<NetworkInterface>()
  let count = 0

  function attach(description: string, subnetId: string | undefined, isPublic: boolean): NetworkInterface {
    count++
    const address = `10.0.0.${count}`
    const publicAddress = isPublic ? `203.0.113.${count}` : undefined
    const addresses = [address, ...(publicAddress ? [publicAddress] : [])]
    const ports = new Map<number, number>()
    for (const own of addresses) served.set(own, ports)
    const networkInterface: NetworkInterface = {
      id: `eni-${count}`,
      description,
      address,
      publicAddress,
      place: inRegion(region),
      vpcId: 'vpc-1',
      subnetId,
      serve: (port, loopbackPort) => void ports.set(port, loopbackPort),
      withdraw: (port) => void ports.delete(port),
      resolve,
      async open(host, port) {
        return { port: await locate(host, port) }
      },
      close() {
        for (const own of addresses) served.delete(own)
        interfaces.delete(networkInterface)
      },
    }
    interfaces.add(networkInterface)
    return networkInterface
  }

  async function resolve(name: string): Promise<readonly string[]> {
    if (/^[\d.]+$/.test(name)) return [name]
    const addresses = names.get(name)?.('10.0.0.0') ?? []
    if (addresses.length === 0) throw failure('ENOTFOUND', name)
    return addresses
  }

  async function locate(host: string, port: number): Promise<number> {
    const [address = ''] = await resolve(host)
    if (dropped.has(address)) throw failure('ETIMEDOUT', address)
    const loopbackPort = served.get(address)?.get(port)
    if (refused.has(address) || loopbackPort === undefined) throw failure('ECONNREFUSED', address)
    return loopbackPort
  }

  const network: InTestNetwork = {
    caller: undefined,
    callerAt: () => network.caller,
    refused,
    dropped,
    interfaces,
    locate,
    attach: ({ description, subnetId, withPublicAddress = false }) =>
      attach(description, subnetId, withPublicAddress),
    attachOutside: ({ description }) => attach(description, undefined, true),
    publishName: (name, addresses) => void names.set(name, addresses),
    aliasOf: () => undefined,
    withdrawName: (name) => void names.delete(name),
    delegateZone: () => {},
    resolvePublic: resolve,
    addressesNow: (name, clientSubnet) => names.get(name)?.(clientSubnet),
    tunnel: () => Promise.reject(new Error('the network of these tests has no tunnels')),
    attachProcess: async () => ({ environment: {}, [Symbol.asyncDispose]: async () => {} }),
    addresses: () => [],
    async [Symbol.asyncDispose]() {},
  }
  return network
}
