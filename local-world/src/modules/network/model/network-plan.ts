import type { RegionId } from '@meridian/topology'
import type { Cidr } from './cidr.ts'

/** Where a route leads. A target that the program lacks is a black hole, as on AWS. */
export type RouteTarget =
  | { readonly kind: 'local' }
  | { readonly kind: 'internet-gateway'; readonly id: string }
  | { readonly kind: 'nat-gateway'; readonly id: string }
  | { readonly kind: 'peering'; readonly id: string }
  | { readonly kind: 'blackhole'; readonly id: string }

export interface Route {
  readonly destination: Cidr
  readonly target: RouteTarget
}

export interface RouteTable {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  /** Always starts with the local route. */
  readonly routes: readonly Route[]
}

export interface Vpc {
  readonly id: string
  readonly name: string
  readonly region: RegionId
  readonly cidr: Cidr
  readonly mainRouteTableId: string
  readonly defaultSecurityGroupId: string
}

export interface Subnet {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  readonly zone: string
  readonly cidr: Cidr
  readonly routeTableId: string
  readonly mapsPublicAddresses: boolean
}

export interface NatGateway {
  readonly id: string
  readonly name: string
  readonly subnetId: string
  readonly publicAddress: string | undefined
}

export interface Peering {
  readonly id: string
  readonly name: string
  readonly vpcIds: readonly [string, string]
  /** Both sides exist and the accepter has accepted. */
  readonly isActive: boolean
}

/** The source or destination of a rule. */
export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'prefix-list'; readonly id: string }

export interface SecurityGroupRule {
  /** `-1` is every protocol. */
  readonly protocol: string
  readonly fromPort: number
  readonly toPort: number
  readonly peer: Peer
}

export interface SecurityGroup {
  readonly id: string
  readonly name: string
  readonly vpcId: string
  readonly ingress: readonly SecurityGroupRule[]
  readonly egress: readonly SecurityGroupRule[]
}

/** The program's networks: everything the reachability check uses. */
export interface NetworkPlan {
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly subnets: ReadonlyMap<string, Subnet>
  readonly routeTables: ReadonlyMap<string, RouteTable>
  /** By gateway id: the VPC it is attached to. */
  readonly internetGateways: ReadonlyMap<string, string>
  readonly natGateways: ReadonlyMap<string, NatGateway>
  readonly peerings: ReadonlyMap<string, Peering>
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>
}
