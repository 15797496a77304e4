import { REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import type { RegionNetwork } from './region-network.ts'

export interface PeeringMeshArgs {
  /** The networks to connect, each with every other. */
  networks: Regional<RegionNetwork>
  /** Each side of a connection is created in its own region. */
  providers: Regional<aws.Provider>
}

/** Connects every pair of the regions' VPCs: peering is not transitive, so three regions need three connections. */
export class PeeringMesh extends Component {
  constructor(name: string, args: PeeringMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:network:PeeringMesh', name, opts)
    const parent = this

    for (const [requester, accepter] of pairs(REGION_IDS)) {
      const connectionId = createConnection(requester, accepter)
      createRoutes(requester, accepter, connectionId)
      createRoutes(accepter, requester, connectionId)
    }
    this.registerOutputs({})

    /** Both sides; the id is taken from the accepting one, because a route through a pending connection is refused. */
    function createConnection(requester: RegionId, accepter: RegionId): pulumi.Output<string> {
      const pairName = `${name}-${REGIONS[requester].code}-${REGIONS[accepter].code}`
      const connection = new aws.ec2.VpcPeeringConnection(
        pairName,
        {
          vpcId: args.networks[requester].vpcId,
          peerVpcId: args.networks[accepter].vpcId,
          peerRegion: accepter,
        },
        { parent, provider: args.providers[requester] },
      )
      const acceptance = new aws.ec2.VpcPeeringConnectionAccepter(
        pairName,
        { vpcPeeringConnectionId: connection.id, autoAccept: true },
        { parent, provider: args.providers[accepter] },
      )
      return acceptance.vpcPeeringConnectionId
    }

    function createRoutes(from: RegionId, to: RegionId, vpcPeeringConnectionId: pulumi.Output<string>) {
      for (const [tableName, table] of args.networks[from].internalRouteTables)
        new aws.ec2.Route(
          `${name}-${REGIONS[from].code}-${tableName}-to-${REGIONS[to].code}`,
          { routeTableId: table.id, destinationCidrBlock: args.networks[to].cidr, vpcPeeringConnectionId },
          { parent, provider: args.providers[from] },
        )
    }
  }
}

function pairs<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((left, index) => items.slice(index + 1).map((right) => [left, right] as const))
}
