import { PROJECT, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'

/** One region's provider; everything made through it is tagged with the project, the stack and the region. */
export function createProvider(region: RegionId): aws.Provider {
  return new aws.Provider(REGIONS[region].code, {
    region,
    defaultTags: { tags: { project: PROJECT, stack: pulumi.getStack(), region } },
  })
}
