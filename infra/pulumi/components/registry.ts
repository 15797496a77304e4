import {
  FIRST_PRIMARY,
  imageRepository,
  otherRegions,
  REGIONS,
  type RegionId,
  SERVICE_NAMES,
  type ServiceName,
  XRAY_REPOSITORY,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { perRegion, type Regional } from '../regional.ts'
import type { RegionKeys } from './region-keys.ts'

export interface RegistryArgs {
  /** A repository in each region: tasks pull from their own region, so a lost region does not stop another region's rollout. */
  providers: Regional<aws.Provider>
  keys: Regional<RegionKeys>
}

/** The images of tasks: the services' own, and a copy of AWS's X-Ray daemon. */
export type ImageName = ServiceName | 'xray-daemon'

/** Untagged layers are leftovers of replaced tags. */
const UNTAGGED_DAYS = 14

/** Image repositories in every region, filled from the first one by replication. */
export class Registry extends Component {
  readonly repositories: Regional<Readonly<Record<ImageName, aws.ecr.Repository>>>

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:delivery:Registry', name, opts)
    const parent = this

    const repositories = perRegion((region) => ({
      'marketing-api': createRepository(region, 'marketing-api', imageRepository('marketing-api')),
      frontend: createRepository(region, 'frontend', imageRepository('frontend')),
      'xray-daemon': createRepository(region, 'xray-daemon', XRAY_REPOSITORY),
    }))
    createReplication()

    this.repositories = repositories
    this.registerOutputs({})

    function createRepository(region: RegionId, image: ImageName, physicalName: string) {
      const repositoryName = `${name}-${REGIONS[region].code}-${image}`
      const options = { parent, provider: args.providers[region] }
      const repository = new aws.ecr.Repository(
        repositoryName,
        {
          name: physicalName,
          // A release's tag always means the image that was scanned and signed. Only `latest`, for demonstrations, and the tags
          // named after a digest, to which cosign adds signatures, are mutable.
          imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
          imageTagMutabilityExclusionFilters: ['latest', 'sha256-*'].map((filter) => ({
            filter,
            filterType: 'WILDCARD',
          })),
          imageScanningConfiguration: { scanOnPush: true },
          encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: args.keys[region].dataKeyArn }],
        },
        options,
      )
      new aws.ecr.LifecyclePolicy(
        repositoryName,
        { repository: repository.name, policy: JSON.stringify(expireUntagged()) },
        options,
      )
      return repository
    }

    /** The registry id is the account id, the same in every region. */
    function createReplication() {
      const source = repositories[FIRST_PRIMARY]
      new aws.ecr.ReplicationConfiguration(
        `${name}-replication`,
        {
          replicationConfiguration: {
            rules: [
              {
                destinations: otherRegions(FIRST_PRIMARY).map((region) => ({
                  region,
                  registryId: repositories[region].frontend.registryId,
                })),
                repositoryFilters: [...SERVICE_NAMES, 'xray-daemon' as const].map((image) => ({
                  filter: source[image].name,
                  filterType: 'PREFIX_MATCH',
                })),
              },
            ],
          },
        },
        { parent, provider: args.providers[FIRST_PRIMARY] },
      )
    }
  }
}

function expireUntagged() {
  return {
    rules: [
      {
        rulePriority: 1,
        description: `Drop untagged images after ${UNTAGGED_DAYS} days`,
        selection: {
          tagStatus: 'untagged',
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: UNTAGGED_DAYS,
        },
        action: { type: 'expire' },
      },
    ],
  }
}
