import type { ResourceNode } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'

/** The region of a resource: its provider's, or else the one that its ARN names. */
export const regionOf = (node: ResourceNode, arn: string): RegionId =>
  node.region ? parseRegionId(node.region) : regionOfArn(arn)

/** The region that a regional resource's ARN names; throws for an ARN without a region of the world. */
export const regionOfArn = (arn: string): RegionId => parseRegionId(arn.split(':')[3] ?? '')
