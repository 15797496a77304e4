import { PROJECT, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { AccountTakenError } from './errors.ts'

/** One region's provider; everything created through it is tagged with the project, the stack and the region. */
export function createProvider(region: RegionId): aws.Provider {
  return new aws.Provider(REGIONS[region].code, {
    region,
    defaultTags: { tags: { project: PROJECT, stack: pulumi.getStack(), region } },
  })
}

/** Types that a stack has from its first `up` until it is destroyed, and whose names do not contain the stack. */
const MARKS = ['ecr:repository', 'ecs:cluster', 'rds:cluster']

/** Throws early if the account contains another stack of this project: `up` would fail half way because of its names. */
export async function refuseOtherStack(provider: aws.Provider): Promise<void> {
  const { resourceTagMappingLists } = await aws.resourcegroupstaggingapi.getResources(
    { resourceTypeFilters: MARKS, tagFilters: [{ key: 'project', values: [PROJECT] }] },
    { provider },
  )
  const own = pulumi.getStack()
  const foreign = resourceTagMappingLists.find(({ tags }) => tags.stack !== own)
  if (foreign) throw new AccountTakenError(own, foreign.tags.stack ?? 'unknown', foreign.resourceArn)
}
