import type { ResourceNode } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'

/** The region of a resource: its provider's, or else the one in its ARN. */
export const regionOf = (node: ResourceNode, arn: string): RegionId =>
  node.region ? parseRegionId(node.region) : regionOfArn(arn)

/** The region in a regional resource's ARN; throws if it is not a region of the world. */
export const regionOfArn = (arn: string): RegionId => parseRegionId(arn.split(':')[3] ?? '')
