import type { Place } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

export { placeOfAddress } from './model/public-addresses.ts'

/** Where a connection may really be made: a port on 127.0.0.1. */
export interface OpenedConnection {
  readonly port: number
}

/**
 * One elastic network interface: how anything in the world reaches anything else.
 *
 * In a VPC it has a private address in a subnet and security groups. Outside (a visitor, an edge, a health checker)
 * it has a public address and a place.
 */
export interface NetworkInterface {
  /** `eni-…` */
  readonly id: string
  readonly description: string
  /** Private address in a VPC, public address outside. */
  readonly address: string
  /** Set when the interface can be reached from the internet. */
  readonly publicAddress: string | undefined
  readonly place: Place
  readonly vpcId: string | undefined
  readonly subnetId: string | undefined
  /** Says that connections to this interface's port arrive at a port on loopback. */
  serve(port: number, loopbackPort: number): void
  withdraw(port: number): void
  /** Addresses of a name as this interface's resolver answers; throws an error with code ENOTFOUND. */
  resolve(name: string): Promise<readonly string[]>
  /**
   * Asks for a TCP connection to a name or address. Resolves, after the link's round trip, to a loopback port to
   * connect to at once, once. Rejects with ENOTFOUND, ECONNREFUSED, or, after the drop time-out and with the missing
   * rule in the journal, ETIMEDOUT.
   */
  open(host: string, port: number, signal?: AbortSignal): Promise<OpenedConnection>
  close(): void
}

export interface VpcAttachment {
  readonly description: string
  readonly subnetId: string
  readonly securityGroupIds: readonly string[]
  /** An internet-facing load balancer's node, or a task with `assignPublicIp`. */
  readonly withPublicAddress?: boolean
}

export interface OutsideAttachment {
  readonly description: string
  readonly place: Place
}

/** Answers for a zone that somebody else serves: Route 53's hosted zones. `clientSubnet` is the asker's address. */
export type ZoneResolver = (
  name: string,
  clientSubnet: string,
) => Promise<readonly string[]> | readonly string[]

export interface RunningNetwork extends RunningModule {
  attach(request: VpcAttachment): NetworkInterface
  attachOutside(request: OutsideAttachment): NetworkInterface
  /** An AWS-owned name (a database endpoint, a load balancer, a distribution): addresses asked for at each query. */
  publishName(
    name: string,
    addresses: (clientSubnet: string) => readonly string[],
    /** The other published name that has these addresses, of a CNAME. */
    alias?: () => string | undefined,
  ): void
  /** What a published name is a CNAME of now; undefined for one with addresses of its own. */
  aliasOf(name: string): string | undefined
  withdrawName(name: string): void
  /** Sends every query for a name in this domain to the resolver. */
  delegateZone(domain: string, resolver: ZoneResolver): void
  /**
   * A loopback address for a process that cannot be taught to ask (PostgreSQL's replication): its connections leave
   * from `from` and go to host:port, resolved and checked each time.
   */
  tunnel(
    from: NetworkInterface,
    host: string,
    port: number,
  ): Promise<{ readonly port: number } & AsyncDisposable>
  /**
   * Lets a Node process use an interface as its own network: with these variables in its environment its connections
   * leave through the interface, its names resolve as the VPC's resolver answers, and a port it listens on is served
   * on the interface under the number it asked for. The process itself needs no change.
   */
  attachProcess(
    networkInterface: NetworkInterface,
  ): Promise<{ readonly environment: Readonly<Record<string, string>> } & AsyncDisposable>
  /** The public internet as this machine's own programs see it: for names printed to people. */
  resolvePublic(name: string, clientSubnet: string): Promise<readonly string[]>
  /** The same of an address or a published name, at once; undefined when a zone is to answer. */
  addressesNow(name: string, clientSubnet: string): readonly string[] | undefined
}

/** Who is at the other end of an accepted connection: what a server would read as its peer's address. */
export interface Callers {
  /**
   * The world's address of the caller, by the loopback port its connection comes from (`socket.remotePort`); NAT's
   * where it came through NAT. Undefined for connections that crossed no link, whose peer stands in the same region.
   */
  callerAt(loopbackPort: number): string | undefined
}
