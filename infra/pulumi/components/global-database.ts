import { DATABASE_NAME, FIRST_PRIMARY, GLOBAL_CLUSTER_ID, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'
import { once, perRegion, type Regional } from '../regional.ts'
import { ENGINE, ENGINE_VERSION } from '../rules/aurora.ts'
import { AuroraRegion } from './aurora-region.ts'
import type { DatabaseSecret } from './database-secret.ts'
import type { RegionKeys } from './region-keys.ts'
import type { RegionNetwork } from './region-network.ts'
import type { RegionSecurity } from './region-security.ts'

export interface GlobalDatabaseArgs {
  networks: Regional<RegionNetwork>
  security: Regional<RegionSecurity>
  keys: Regional<RegionKeys>
  secret: DatabaseSecret
  providers: Regional<aws.Provider>
  settings: Settings
}

/** An Aurora global database: one member cluster per region, identical in everything that promotion does not carry over. */
export class GlobalDatabase extends Component {
  readonly id: pulumi.Output<string>
  /** Follows the writer from region to region. */
  readonly writerEndpoint: pulumi.Output<string>
  readonly members: Regional<AuroraRegion>

  constructor(name: string, args: GlobalDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:database:GlobalDatabase', name, opts)
    const parent = this

    const globalCluster = createGlobalCluster()
    const primary = createMember(FIRST_PRIMARY, globalCluster.id, {
      login: { username: args.secret.username, password: args.secret.password },
    })
    // A secondary can join only once the primary has an instance to copy from.
    const joinable = once(globalCluster.id, ...primary.instances)

    this.members = perRegion((region) =>
      region === FIRST_PRIMARY ? primary : createMember(region, joinable, { replicatesFrom: FIRST_PRIMARY }),
    )
    this.id = globalCluster.id
    this.writerEndpoint = once(globalCluster.endpoint, ...primary.instances)
    this.registerOutputs({ writerEndpoint: this.writerEndpoint })

    function createGlobalCluster() {
      return new aws.rds.GlobalCluster(
        name,
        {
          globalClusterIdentifier: GLOBAL_CLUSTER_ID,
          engine: ENGINE,
          engineVersion: ENGINE_VERSION,
          databaseName: DATABASE_NAME,
          storageEncrypted: true,
          deletionProtection: args.settings.deletionProtection,
        },
        { parent, provider: args.providers[FIRST_PRIMARY], protect: args.settings.deletionProtection },
      )
    }

    function createMember(
      region: RegionId,
      globalClusterId: pulumi.Input<string>,
      role: Pick<ConstructorParameters<typeof AuroraRegion>[1], 'login' | 'replicatesFrom'>,
    ) {
      return new AuroraRegion(
        `${name}-${REGIONS[region].code}`,
        {
          region,
          globalClusterId,
          subnetIds: args.networks[region].isolatedSubnetIds,
          securityGroupId: args.security[region].databaseGroupId,
          keyArn: args.keys[region].dataKeyArn,
          logsKeyArn: args.keys[region].logsKeyArn,
          settings: args.settings,
          ...role,
        },
        { parent, provider: args.providers[region] },
      )
    }
  }
}
