import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

/** Something that blocks `destroy` or survives it, and what to do first. */
export interface Obstacle {
  readonly urn: string
  readonly name: string
  /** As AWS or Pulumi words it. */
  readonly message: string
  /** A command of docs/going-to-aws.md, 9. */
  readonly firstDo: string
}

type Check = (node: ResourceNode, attributes: Attributes) => Omit<Obstacle, 'urn' | 'name'> | undefined

/** By resource type. */
const CHECKS: Readonly<Record<string, Check>> = {
  'aws:rds/cluster:Cluster': (_, cluster) =>
    cluster.boolean('deletionProtection')
      ? {
          message:
            'InvalidParameterCombination: Cannot delete protected Cluster, please disable deletion protection and try again.',
          firstDo: 'pulumi config set meridian:deletionProtection false',
        }
      : undefined,
  'aws:lb/loadBalancer:LoadBalancer': (_, balancer) =>
    balancer.boolean('enableDeletionProtection')
      ? {
          message:
            'OperationNotPermitted: Load balancer cannot be deleted because deletion protection is enabled',
          firstDo: 'pulumi config set meridian:deletionProtection false',
        }
      : undefined,
  'aws:ecr/repository:Repository': (_, repository) =>
    repository.boolean('forceDelete')
      ? undefined
      : {
          message:
            'RepositoryNotEmptyException: the repository cannot be deleted because it still contains images',
          firstDo: 'aws ecr delete-repository',
        },
  'aws:s3/bucket:Bucket': (_, bucket) =>
    bucket.boolean('forceDestroy')
      ? undefined
      : {
          message:
            'BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          firstDo: 'aws s3api delete-objects',
        },
  'aws:backup/vault:Vault': () => ({
    message: 'InvalidRequestException: Backup vault cannot be deleted because it contains recovery points',
    firstDo: 'aws backup delete-recovery-point',
  }),
  'aws:route53/keySigningKey:KeySigningKey': () => ({
    message:
      'KeySigningKeyInParentDSRecord: the registrar still has the DS record of this key: take it back there, and wait for its TTL',
    firstDo: 'pulumi config set meridian:dnssec false',
  }),
}

/** Obstacles to `destroy` in Pulumi's order: the resource created last is deleted first. */
export function rehearseDestroy(graph: ResourceGraph): readonly Obstacle[] {
  return graph.nodes.toReversed().flatMap((node) => {
    const { urn, name } = node
    const own = node.protect
      ? [
          {
            urn,
            name,
            message: `error: resource ${urn} cannot be deleted because it is protected`,
            firstDo: 'pulumi state unprotect',
          },
        ]
      : []
    const found = CHECKS[node.type]?.(node, Attributes.of(node))
    return found ? [...own, { urn, name, ...found }] : own
  })
}
