import { createHash } from 'node:crypto'
import { inRegion } from '@meridian/topology'
import { NetworkRequestError } from '../errors.ts'
import type { NetworkPlan, Subnet, Vpc } from '../model/network-plan.ts'
import type { OutsideAttachment, VpcAttachment } from '../running.ts'
import { AddressBook } from './addresses.ts'
import { AttachedInterface, type Fabric } from './interface.ts'

/** The attached interfaces, by address. */
export class InterfaceDirectory {
  readonly #plan: NetworkPlan
  readonly #addresses = new AddressBook()
  readonly #byAddress = new Map<string, AttachedInterface>()
  #attached = 0

  constructor(plan: NetworkPlan) {
    this.#plan = plan
  }

  attach(request: VpcAttachment, fabric: Fabric): AttachedInterface {
    const subnet = this.#subnet(request)
    const vpc = this.#vpc(subnet)
    const groups =
      request.securityGroupIds.length > 0 ? request.securityGroupIds : [vpc.defaultSecurityGroupId]
    return this.#add(
      new AttachedInterface(
        {
          id: this.#nextId(),
          description: request.description,
          address: this.#addresses.private(subnet),
          publicAddress: request.withPublicAddress ? this.#addresses.public(vpc.region) : undefined,
          place: inRegion(vpc.region),
          vpcId: vpc.id,
          subnetId: subnet.id,
          securityGroupIds: groups,
        },
        fabric,
      ),
    )
  }

  attachOutside(request: OutsideAttachment, fabric: Fabric): AttachedInterface {
    const address = this.#addresses.outside(request.place)
    return this.#add(
      new AttachedInterface(
        {
          id: this.#nextId(),
          description: request.description,
          address,
          publicAddress: address,
          place: request.place,
          vpcId: undefined,
          subnetId: undefined,
          securityGroupIds: [],
        },
        fabric,
      ),
    )
  }

  detach(networkInterface: AttachedInterface): void {
    for (const address of addressesOf(networkInterface)) {
      this.#byAddress.delete(address)
      this.#addresses.giveBack(address)
    }
  }

  /** The interface that currently has this private or public address. */
  at(address: string): AttachedInterface | undefined {
    return this.#byAddress.get(address)
  }

  #add(networkInterface: AttachedInterface): AttachedInterface {
    for (const address of addressesOf(networkInterface)) this.#byAddress.set(address, networkInterface)
    return networkInterface
  }

  #subnet(request: VpcAttachment): Subnet {
    const subnet = this.#plan.subnets.get(request.subnetId)
    if (subnet) return subnet
    throw new NetworkRequestError(
      `${request.description} asks for an interface in subnet "${request.subnetId}", which the program does not have; it has ${[...this.#plan.subnets.keys()].join(', ')}`,
    )
  }

  #vpc(subnet: Subnet): Vpc {
    const vpc = this.#plan.vpcs.get(subnet.vpcId)
    if (vpc) return vpc
    throw new NetworkRequestError(
      `Subnet ${subnet.id} (${subnet.name}) is in VPC "${subnet.vpcId}", which the program does not have`,
    )
  }

  #nextId(): string {
    this.#attached += 1
    return `eni-${createHash('sha256').update(String(this.#attached)).digest('hex').slice(0, 17)}`
  }
}

const addressesOf = (networkInterface: AttachedInterface): readonly string[] =>
  [networkInterface.address, networkInterface.publicAddress].filter((address) => address !== undefined)
