import type { ResourceGraph } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'

export interface BucketPlan {
  readonly name: string
  readonly region: RegionId
}

export interface S3Plan {
  readonly buckets: readonly BucketPlan[]
}

const BUCKET_TYPES = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'] as const

/** The program's buckets; what is set beside them (policies, versioning, lifecycles) is recorded and decides nothing. */
export function planS3(graph: ResourceGraph): S3Plan {
  const nodes = BUCKET_TYPES.flatMap((type) => graph.ofType(type))
  return {
    buckets: nodes.map((node) => ({
      name: Attributes.of(node).text('bucket', node.id),
      region: parseRegionId(node.region ?? 'us-east-1'),
    })),
  }
}
