import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { Attributes } from '@meridian/resource-graph'
import { parseRegionId, type RegionId } from '@meridian/topology'
import { regionOf } from '../../../kernel/resource-region.ts'
import { type Tags, tagsOf } from '../../../kernel/tags.ts'
import { InvalidSecretError } from '../errors.ts'
import { TYPES } from '../resources.ts'

export interface SecretVersionPlan {
  readonly id: string
  readonly secretString: string
  readonly stages: readonly string[]
}

export interface SecretPlan {
  readonly arn: string
  readonly name: string
  readonly description: string
  readonly region: RegionId
  readonly replicaRegions: readonly RegionId[]
  /** Empty for the AWS-managed key. */
  readonly kmsKeyId: string
  /** Only of replicas that the program gives a key. */
  readonly replicaKeys: Readonly<Partial<Record<RegionId, string>>>
  readonly tags: Tags
  /** Undefined for a secret without rotation. */
  readonly rotation: RotationPlan | undefined
  /** In program order. */
  readonly versions: readonly SecretVersionPlan[]
}

/** The function that rotates a secret, and how often. */
export interface RotationPlan {
  readonly lambdaArn: string
  readonly rules: RotationRules
}

export interface RotationRules {
  readonly automaticallyAfterDays?: number
  readonly duration?: string
  readonly scheduleExpression?: string
}

export interface SecretsManagerPlan {
  readonly secrets: readonly SecretPlan[]
}

/** Reads the program's secrets with their replicas and versions. */
export function planSecrets(graph: ResourceGraph): SecretsManagerPlan {
  const secrets = graph.ofType(TYPES.secret).map((node) => planSecret(node, graph))
  for (const version of graph.ofType(TYPES.secretVersion)) refuseOrphan(version, secrets)
  return { secrets }
}

function planSecret(node: ResourceNode, graph: ResourceGraph): SecretPlan {
  const attributes = Attributes.of(node)
  const arn = attributes.text('arn', node.id)
  const name = attributes.text('name', node.name)
  const region = regionOf(node, arn)
  const replicaRegions = attributes.blocks('replicas').map((replica) => parseRegionId(replica.text('region')))
  if (replicaRegions.includes(region)) {
    throw new InvalidSecretError(
      `Secret "${name}" lives in ${region} and also asks for a replica there; remove that replica`,
    )
  }
  const versions = graph
    .ofType(TYPES.secretVersion)
    .filter((version) => Attributes.of(version).text('secretId') === node.id)
    .map(planVersion)
  const rotation = planRotation(node, graph)
  return {
    arn,
    name,
    description: attributes.text('description'),
    region,
    replicaRegions,
    kmsKeyId: attributes.text('kmsKeyId'),
    replicaKeys: Object.fromEntries(
      attributes
        .blocks('replicas')
        .flatMap((replica) =>
          replica.has('kmsKeyId') ? [[parseRegionId(replica.text('region')), replica.text('kmsKeyId')]] : [],
        ),
    ),
    tags: tagsOf(node),
    rotation,
    versions,
  }
}

function planRotation(secret: ResourceNode, graph: ResourceGraph): RotationPlan | undefined {
  const node = graph
    .ofType(TYPES.secretRotation)
    .find((candidate) => Attributes.of(candidate).text('secretId') === secret.id)
  if (!node) return undefined
  const attributes = Attributes.of(node)
  const rules = attributes.block('rotationRules')
  const days = rules.number('automaticallyAfterDays', 0)
  const [duration, scheduleExpression] = [rules.text('duration'), rules.text('scheduleExpression')]
  return {
    lambdaArn: attributes.text('rotationLambdaArn'),
    rules: {
      ...(days > 0 && { automaticallyAfterDays: days }),
      ...(duration && { duration }),
      ...(scheduleExpression && { scheduleExpression }),
    },
  }
}

function planVersion(node: ResourceNode): SecretVersionPlan {
  const attributes = Attributes.of(node)
  return {
    id: attributes.text('versionId'),
    secretString: attributes.text('secretString'),
    stages: attributes.texts('versionStages'),
  }
}

/** A replica is read-only, and an ARN of no secret can hold no version. */
function refuseOrphan(version: ResourceNode, secrets: readonly SecretPlan[]): void {
  const secretId = Attributes.of(version).text('secretId')
  if (secrets.some((secret) => secret.arn === secretId)) return
  throw new InvalidSecretError(
    `Secret version "${version.name}" belongs to "${secretId}", which is no secret of the program; pass the secret's id (versions go to the primary, never to a replica)`,
  )
}

/** A replica's ARN is the primary's with the replica's region. */
export function inRegion(arn: string, region: RegionId): string {
  const parts = arn.split(':')
  parts[3] = region
  return parts.join(':')
}
