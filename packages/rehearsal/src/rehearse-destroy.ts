import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'

/** What stops `destroy`, or stays behind, and what to do about it first. */
export interface Obstacle {
  readonly urn: string
  readonly name: string
  /** As AWS or Pulumi words it. */
  readonly message: string
  readonly firstDo: string
}

type Check = (node: ResourceNode, attributes: Attributes) => Omit<Obstacle, 'urn' | 'name'> | undefined

/** By type, from what the resources say of themselves. */
const CHECKS: Readonly<Record<string, Check>> = {
  'aws:rds/cluster:Cluster': (_, cluster) =>
    cluster.boolean('deletionProtection')
      ? {
          message:
            'InvalidParameterCombination: Cannot delete protected Cluster, please disable deletion protection and try again.',
          firstDo: 'set deletionProtection to false and run up',
        }
      : undefined,
  'aws:lb/loadBalancer:LoadBalancer': (_, balancer) =>
    balancer.boolean('enableDeletionProtection')
      ? {
          message:
            'OperationNotPermitted: Load balancer cannot be deleted because deletion protection is enabled',
          firstDo: 'set deletionProtection to false and run up',
        }
      : undefined,
  'aws:ecr/repository:Repository': (_, repository) =>
    repository.boolean('forceDelete')
      ? undefined
      : {
          message:
            'RepositoryNotEmptyException: the repository cannot be deleted because it still contains images',
          firstDo: 'aws ecr delete-repository --force, then pulumi refresh',
        },
  'aws:s3/bucket:Bucket': (_, bucket) =>
    bucket.boolean('forceDestroy')
      ? undefined
      : {
          message:
            'BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          firstDo: 'empty the bucket and its versions',
        },
  'aws:backup/vault:Vault': () => ({
    message: 'InvalidRequestException: Backup vault cannot be deleted because it contains recovery points',
    firstDo: 'delete the lock and the recovery points, or take the vault out of the state and leave it',
  }),
  'aws:route53/keySigningKey:KeySigningKey': () => ({
    message:
      'InvalidKeySigningKeyStatus: the key-signing key is ACTIVE; KeySigningKeyInParentDSRecord while the registrar still has its DS record',
    firstDo: 'take the DS record back at the registrar, wait for its TTL, set dnssec to false and run up',
  }),
}

/** What stands in the way of `destroy`, in the order in which Pulumi would meet it: the last that was made is deleted first. */
export function rehearseDestroy(graph: ResourceGraph): readonly Obstacle[] {
  return graph.nodes.toReversed().flatMap((node) => {
    const { urn, name } = node
    const own = node.protect
      ? [
          {
            urn,
            name,
            message: `error: resource ${urn} cannot be deleted because it is protected`,
            firstDo: 'pulumi state unprotect --all',
          },
        ]
      : []
    const found = CHECKS[node.type]?.(node, Attributes.of(node))
    return found ? [...own, { urn, name, ...found }] : own
  })
}
