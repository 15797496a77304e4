import type { Place } from '@meridian/topology'
import type { RunningModule } from '../../kernel/module.ts'

export { placeOfAddress } from './model/public-addresses.ts'

/** Where to connect: a port on 127.0.0.1. */
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
  /** Forwards connections to this interface's port to a loopback port. */
  serve(port: number, loopbackPort: number): void
  withdraw(port: number): void
  /** A name's addresses from this interface's resolver; throws an error with code ENOTFOUND. */
  resolve(name: string): Promise<readonly string[]>
  /**
   * Requests a TCP connection to a name or address. Resolves, after the link's round trip, to a loopback port to
   * connect to at once and only once. Rejects with ENOTFOUND, ECONNREFUSED, or, after the drop time-out and with the
   * missing rule in the journal, ETIMEDOUT.
   */
  open(host: string, port: number, signal?: AbortSignal): Promise<OpenedConnection>
  close(): void
}

export interface VpcAttachment {
  readonly description: string
  readonly subnetId: string
  readonly securityGroupIds: readonly string[]
  /** For an internet-facing load balancer node, or a task with `assignPublicIp`. */
  readonly withPublicAddress?: boolean
}

export interface OutsideAttachment {
  readonly description: string
  readonly place: Place
}

/** Answers for a delegated zone, such as Route 53's hosted zones. `clientSubnet` is the client's address. */
export type ZoneResolver = (
  name: string,
  clientSubnet: string,
) => Promise<readonly string[]> | readonly string[]

export interface RunningNetwork extends RunningModule {
  attach(request: VpcAttachment): NetworkInterface
  attachOutside(request: OutsideAttachment): NetworkInterface
  /** Publishes an AWS-owned name (database endpoint, load balancer, distribution); each query reads its addresses. */
  publishName(
    name: string,
    addresses: (clientSubnet: string) => readonly string[],
    /** For a CNAME: the published name that has these addresses. */
    alias?: () => string | undefined,
  ): void
  /** The current CNAME target of a published name; undefined if it has addresses of its own. */
  aliasOf(name: string): string | undefined
  withdrawName(name: string): void
  /** Sends every query for a name in this domain to the resolver. */
  delegateZone(domain: string, resolver: ZoneResolver): void
  /**
   * A loopback address for a process that cannot use the preload (PostgreSQL's replication): its connections leave
   * from `from` and go to host:port, resolved and checked each time.
   */
  tunnel(
    from: NetworkInterface,
    host: string,
    port: number,
  ): Promise<{ readonly port: number } & AsyncDisposable>
  /**
   * Environment variables that make a Node process use an interface as its own network: its connections leave through
   * the interface, names resolve through the VPC's resolver, and a port it listens on is served on the interface
   * under the number it requested. The program itself needs no change.
   */
  attachProcess(
    networkInterface: NetworkInterface,
  ): Promise<{ readonly environment: Readonly<Record<string, string>> } & AsyncDisposable>
  /** Resolves a name as on the public internet, for names shown to people on this machine. */
  resolvePublic(name: string, clientSubnet: string): Promise<readonly string[]>
  /** Answers literal addresses and published names at once; undefined if a zone has to answer. */
  addressesNow(name: string, clientSubnet: string): readonly string[] | undefined
}

/** Looks up the peer address of an accepted connection. */
export interface Callers {
  /**
   * The caller's address in the world, by the loopback port its connection comes from (`socket.remotePort`); behind
   * NAT, the gateway's. Undefined for connections that cross no link, whose peer is in the same region.
   */
  callerAt(loopbackPort: number): string | undefined
}
