import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { NatLayout } from '../config.ts'
import { TooFewZonesError } from '../errors.ts'
import { once } from '../regional.ts'
import { subnetCidr, type Tier, tierCidr } from '../rules/addresses.ts'
import { databaseAclRules } from '../rules/network-acl.ts'

export interface RegionNetworkArgs {
  /** A /16 that no other region's network overlaps. */
  vpcCidr: string
  /** Availability zones to spread over; each gets a subnet in every tier. */
  zoneCount: number
  /** One NAT gateway for the region, or one in each zone. */
  natGateways: NatLayout
  /** Tiers of all regions whose tasks may reach the databases; everything else is rejected at the subnet. */
  databaseClientCidrs: readonly string[]
}

/**
 * A region's VPC with three tiers of subnets: public for the load balancer and NAT, private for tasks, isolated (no way to
 * the internet) for databases.
 */
export class RegionNetwork extends Component {
  readonly vpcId: pulumi.Output<string>
  readonly cidr: string
  /** Known when the internet gateway is in place, without which AWS refuses an internet-facing load balancer. */
  readonly publicSubnetIds: pulumi.Output<string>[]
  /** Known when the way out through NAT is in place, without which a task cannot pull its image. */
  readonly privateSubnetIds: pulumi.Output<string>[]
  readonly isolatedSubnetIds: pulumi.Output<string>[]
  /** What private subnets' calls to the internet come from. */
  readonly natAddresses: readonly pulumi.Output<string>[]
  readonly privateRouteTableIds: pulumi.Output<string>[]
  /** Tables whose subnets talk to other regions, by tier and zone: `private-1`, `isolated`. */
  readonly internalRouteTables: ReadonlyMap<string, aws.ec2.RouteTable>

  constructor(name: string, args: RegionNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:network:RegionNetwork', name, opts)
    const parent = this
    const zones = chooseZones()

    const vpc = createVpc()
    const gateway = createInternetGateway()
    const publicTable = createRouteTable('public')
    const internetRoute = createInternetRoute()
    this.publicSubnetIds = createTier('public', () => publicTable, [internetRoute])

    const nats = createNatGateways(this.publicSubnetIds)
    this.natAddresses = nats.map(({ address }) => address.publicIp)
    const privateTables = zones.map((_, zone) => createRouteTable(`private-${zone + 1}`))
    const natRoutes = privateTables.map(createNatRoute)
    this.privateSubnetIds = createTier('private', (zone) => privateTables[zone], natRoutes)

    const isolatedTable = createRouteTable('isolated')
    this.isolatedSubnetIds = createTier('isolated', () => isolatedTable, [])
    createDatabaseAcl(this.isolatedSubnetIds)

    this.vpcId = vpc.id
    this.cidr = args.vpcCidr
    this.privateRouteTableIds = privateTables.map((table) => table.id)
    this.internalRouteTables = new Map([
      ...privateTables.map((table, zone) => [`private-${zone + 1}`, table] as const),
      ['isolated', isolatedTable],
    ])
    this.registerOutputs({ vpcId: this.vpcId })

    function chooseZones(): readonly pulumi.Output<string>[] {
      // Local zones and opt-in zones hold neither Aurora nor Fargate.
      const filters = [{ name: 'opt-in-status', values: ['opt-in-not-required'] }]
      const found = aws.getAvailabilityZonesOutput({ state: 'available', filters }, { parent })
      return Array.from({ length: args.zoneCount }, (_, zone) =>
        found.names.apply((names) => {
          const chosen = [...names].sort()[zone]
          if (chosen === undefined) throw new TooFewZonesError(name, names, args.zoneCount)
          return chosen
        }),
      )
    }

    function createVpc() {
      const vpc = new aws.ec2.Vpc(
        `${name}-vpc`,
        { cidrBlock: args.vpcCidr, enableDnsSupport: true, enableDnsHostnames: true },
        { parent },
      )
      // Adopted to be emptied: whatever is started without a group of its own can reach nothing.
      new aws.ec2.DefaultSecurityGroup(
        `${name}-default-group`,
        { vpcId: vpc.id, ingress: [], egress: [] },
        { parent },
      )
      return vpc
    }

    function createInternetGateway() {
      return new aws.ec2.InternetGateway(`${name}-internet-gateway`, { vpcId: vpc.id }, { parent })
    }

    function createRouteTable(purpose: string) {
      return new aws.ec2.RouteTable(`${name}-${purpose}-routes`, { vpcId: vpc.id }, { parent })
    }

    function createInternetRoute() {
      return new aws.ec2.Route(
        `${name}-public-to-internet`,
        { routeTableId: publicTable.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
        { parent },
      )
    }

    function createTier(
      tier: Tier,
      tableOf: (zone: number) => aws.ec2.RouteTable | undefined,
      routes: readonly aws.ec2.Route[],
    ): pulumi.Output<string>[] {
      return zones.map((availabilityZone, zone) => {
        const subnetName = `${name}-${tier}-${zone + 1}`
        const subnet = new aws.ec2.Subnet(
          subnetName,
          {
            vpcId: vpc.id,
            availabilityZone,
            cidrBlock: subnetCidr(args.vpcCidr, tier, zone),
            mapPublicIpOnLaunch: false,
          },
          { parent },
        )
        const table = tableOf(zone)
        if (!table) return subnet.id
        const association = new aws.ec2.RouteTableAssociation(
          subnetName,
          { subnetId: subnet.id, routeTableId: table.id },
          { parent },
        )
        return once(subnet.id, association, ...routes)
      })
    }

    /**
     * A second lock, should a security group be opened by mistake. Public and private subnets keep the VPC's own list, which
     * lets all through: what they need changes with every service, and their groups say it by name.
     */
    function createDatabaseAcl(subnetIds: pulumi.Output<string>[]) {
      new aws.ec2.NetworkAcl(
        `${name}-isolated`,
        { vpcId: vpc.id, subnetIds, ...databaseAclRules(args.databaseClientCidrs) },
        { parent },
      )
    }

    function createNatGateways(subnetIds: readonly pulumi.Output<string>[]) {
      const wanted = args.natGateways === 'per-zone' ? subnetIds : subnetIds.slice(0, 1)
      return wanted.map((subnetId, zone) => {
        const address = new aws.ec2.Eip(`${name}-nat-${zone + 1}`, { domain: 'vpc' }, { parent })
        const gateway = new aws.ec2.NatGateway(
          `${name}-nat-${zone + 1}`,
          { subnetId, allocationId: address.id },
          { parent },
        )
        return { address, gateway }
      })
    }

    function createNatRoute(table: aws.ec2.RouteTable, zone: number) {
      const nat = nats[zone] ?? nats[0]
      if (!nat) throw new TooFewZonesError(name, [], 1)
      return new aws.ec2.Route(
        `${name}-private-${zone + 1}-to-internet`,
        { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.gateway.id },
        { parent },
      )
    }
  }

  /** The block that holds all of a tier's subnets. */
  tierCidr(tier: Tier): string {
    return tierCidr(this.cidr, tier)
  }
}
