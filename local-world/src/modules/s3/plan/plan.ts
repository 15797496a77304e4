import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'
import type { BucketStatement } from '../model/service-access.ts'

export interface BucketPlan {
  readonly name: string
  readonly region: RegionId
  readonly policy: readonly BucketStatement[]
}

/** An object whose content is in the program. */
interface ObjectPlan {
  readonly bucket: string
  readonly key: string
  readonly content: string
  readonly contentType: string
  readonly headers: Readonly<Record<string, string>>
}

export interface S3Plan {
  readonly buckets: readonly BucketPlan[]
  readonly objects: readonly ObjectPlan[]
}

const BUCKET_TYPES = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'] as const
const OBJECT_TYPE = 'aws:s3/bucketObjectv2:BucketObjectv2'
const POLICY_TYPE = 'aws:s3/bucketPolicy:BucketPolicy'

/**
 * The program's buckets, their policies, and the objects whose content it contains.
 *
 * A policy decides what services may read. Versioning and lifecycles are recorded but have no effect.
 */
export function planS3(graph: ResourceGraph): S3Plan {
  const policies = new Map(
    graph.ofType(POLICY_TYPE).map((node) => [String(node.inputs.bucket), statementsOf(node.inputs.policy)]),
  )
  const buckets = BUCKET_TYPES.flatMap((type) => graph.ofType(type)).map((node) => {
    const name = Attributes.of(node).text('bucket', node.id)
    return {
      name,
      region: parseRegionId(node.region ?? 'us-east-1'),
      policy: policies.get(name) ?? policies.get(node.id) ?? [],
    }
  })
  return { buckets, objects: graph.ofType(OBJECT_TYPE).flatMap(planObject) }
}

function planObject({ inputs }: ResourceNode): readonly ObjectPlan[] {
  const { bucket, key, content, contentType, cacheControl } = inputs
  if (typeof content !== 'string') return []
  return [
    {
      bucket: String(bucket),
      key: String(key),
      content,
      contentType: typeof contentType === 'string' ? contentType : 'binary/octet-stream',
      headers: typeof cacheControl === 'string' ? { 'cache-control': cacheControl } : {},
    },
  ]
}

function statementsOf(policy: unknown): readonly BucketStatement[] {
  const document = (typeof policy === 'string' ? JSON.parse(policy) : policy) as
    | { readonly Statement?: BucketStatement | readonly BucketStatement[] }
    | undefined
  return [document?.Statement ?? []].flat()
}
