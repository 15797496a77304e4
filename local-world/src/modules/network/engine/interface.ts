import type { Place } from '@meridian/topology'
import type { Endpoint } from '../model/reachability.ts'
import type { NetworkInterface, OpenedConnection } from '../running.ts'

/** What an interface needs from its network. */
export interface Fabric {
  resolve(asker: AttachedInterface, name: string): Promise<readonly string[]>
  open(from: AttachedInterface, host: string, port: number, signal?: AbortSignal): Promise<OpenedConnection>
  /** Nothing on this interface listens at the loopback port any more. */
  withdrawn(loopbackPort: number): void
  detach(networkInterface: AttachedInterface): void
}

export interface InterfaceDescription extends Endpoint {
  readonly id: string
  readonly description: string
  readonly place: Place
  readonly vpcId: string | undefined
}

/** An interface attached to the network until it is closed: its identity and the ports it serves. */
export class AttachedInterface implements NetworkInterface, Endpoint {
  readonly id: string
  readonly description: string
  readonly address: string
  readonly publicAddress: string | undefined
  readonly place: Place
  readonly vpcId: string | undefined
  readonly subnetId: string | undefined
  readonly securityGroupIds: readonly string[]
  readonly #fabric: Fabric
  readonly #served = new Map<number, number>()
  #isClosed = false

  constructor(description: InterfaceDescription, fabric: Fabric) {
    this.id = description.id
    this.description = description.description
    this.address = description.address
    this.publicAddress = description.publicAddress
    this.place = description.place
    this.vpcId = description.vpcId
    this.subnetId = description.subnetId
    this.securityGroupIds = description.securityGroupIds
    this.#fabric = fabric
  }

  serve(port: number, loopbackPort: number): void {
    if (this.#isClosed) return
    if (this.#served.get(port) !== loopbackPort) this.withdraw(port)
    this.#served.set(port, loopbackPort)
  }

  withdraw(port: number): void {
    const loopbackPort = this.#served.get(port)
    if (loopbackPort === undefined) return
    this.#served.delete(port)
    this.#fabric.withdrawn(loopbackPort)
  }

  /** The loopback port where connections to a port arrive; undefined without a listener. */
  loopbackPortOf(port: number): number | undefined {
    return this.#served.get(port)
  }

  resolve(name: string): Promise<readonly string[]> {
    return this.#fabric.resolve(this, name)
  }

  open(host: string, port: number, signal?: AbortSignal): Promise<OpenedConnection> {
    return this.#fabric.open(this, host, port, signal)
  }

  close(): void {
    if (this.#isClosed) return
    for (const port of [...this.#served.keys()]) this.withdraw(port)
    this.#isClosed = true
    this.#fabric.detach(this)
  }
}
