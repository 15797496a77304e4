import { NetworkProgramError } from '../errors.ts'
import { covers, overlaps } from '../model/cidr.ts'
import type { NetworkPlan, Subnet } from '../model/network-plan.ts'

/** Refuses what EC2 would refuse on apply, naming both sides of the contradiction. */
export function checkNetwork(plan: NetworkPlan): void {
  const subnets = [...plan.subnets.values()]
  for (const subnet of subnets) checkSubnetRange(plan, subnet)
  pairsOf(subnets).forEach(([left, right]) => {
    if (left.vpcId === right.vpcId && overlaps(left.cidr, right.cidr)) refuseOverlap(left, right)
  })
  checkPeerings(plan)
  checkElasticAddresses(plan)
}

function checkSubnetRange(plan: NetworkPlan, subnet: Subnet): void {
  const vpc = plan.vpcs.get(subnet.vpcId)
  if (!vpc || covers(vpc.cidr, subnet.cidr)) return
  throw new NetworkProgramError(
    `Subnet "${subnet.name}" has ${subnet.cidr.text}, which is not inside ${vpc.cidr.text} of VPC "${vpc.name}"; choose a part of it`,
  )
}

function refuseOverlap(left: Subnet, right: Subnet): never {
  throw new NetworkProgramError(
    `Subnets "${left.name}" (${left.cidr.text}) and "${right.name}" (${right.cidr.text}) overlap; give each its own range`,
  )
}

function checkPeerings(plan: NetworkPlan): void {
  for (const peering of plan.peerings.values()) {
    const [left, right] = peering.vpcIds.map((id) => plan.vpcs.get(id))
    if (!left || !right || !overlaps(left.cidr, right.cidr)) continue
    throw new NetworkProgramError(
      `Peering "${peering.name}" joins VPCs "${left.name}" (${left.cidr.text}) and "${right.name}" (${right.cidr.text}), whose ranges overlap; renumber one of them`,
    )
  }
}

/** Here Elastic IP addresses derive from names, so two may collide; on AWS they cannot. */
function checkElasticAddresses(plan: NetworkPlan): void {
  pairsOf([...plan.natGateways.values()]).forEach(([left, right]) => {
    if (left.publicAddress === undefined || left.publicAddress !== right.publicAddress) return
    throw new NetworkProgramError(
      `NAT gateways "${left.name}" and "${right.name}" both got ${left.publicAddress}; give one Elastic IP another name`,
    )
  })
}

function pairsOf<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((left, index) => items.slice(index + 1).map((right) => [left, right] as const))
}
