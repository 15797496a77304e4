import { accountOf } from '@meridian/iam'
import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { type KeyUse, onBehalfOf, serviceIn } from './key-use.ts'

/** Uses by services that call KMS under their own name. */
export function serviceUses(graph: ResourceGraph): readonly KeyUse[] {
  return [...logGroupUses(graph), ...trailUses(graph), ...signingUses(graph)]
}

function logGroupUses(graph: ResourceGraph): readonly KeyUse[] {
  return graph.ofType(TYPES.logGroup).map((node) => {
    const group = Attributes.of(node)
    const key = group.text('kmsKeyId')
    const arn = `arn:aws:logs:${node.region}:${accountOf(key)}:log-group:${group.text('name', node.id)}`
    return {
      node,
      property: 'kmsKeyId',
      key,
      by: { service: serviceIn('logs', node.region) },
      actions: [
        'kms:Decrypt',
        'kms:DescribeKey',
        'kms:Encrypt',
        'kms:GenerateDataKey',
        'kms:ReEncryptFrom',
        'kms:ReEncryptTo',
      ],
      context: { 'kms:EncryptionContext:aws:logs:arn': arn },
      purpose: 'CloudWatch Logs encrypts what is written',
      source: 'Amazon CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS KMS, Step 2',
    }
  })
}

/** With a bucket key CloudTrail re-reads its own data key, so it must decrypt as well. */
function trailUses(graph: ResourceGraph): readonly KeyUse[] {
  return graph.ofType(TYPES.trail).map((node) => {
    const trail = Attributes.of(node)
    const key = trail.text('kmsKeyId')
    const arn = trail.text(
      'arn',
      `arn:aws:cloudtrail:${node.region}:${accountOf(key)}:trail/${trail.text('name', node.id)}`,
    )
    return {
      node,
      property: 'kmsKeyId',
      key,
      by: { service: 'cloudtrail.amazonaws.com' },
      actions: [
        'kms:DescribeKey',
        'kms:GenerateDataKey',
        ...(hasBucketKey(graph, trail.text('s3BucketName')) ? ['kms:Decrypt'] : []),
      ],
      context: { ...onBehalfOf(arn, accountOf(key) ?? ''), 'kms:EncryptionContext:aws:cloudtrail:arn': arn },
      purpose: 'CloudTrail encrypts its files, in a bucket with a bucket key',
      source:
        'AWS CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail, Granting decrypt permissions for trails',
    }
  })
}

function hasBucketKey(graph: ResourceGraph, bucket: string): boolean {
  return graph
    .ofType(TYPES.bucketEncryption)
    .map(Attributes.of)
    .some(
      (encryption) =>
        encryption.text('bucket') === bucket &&
        encryption.blocks('rules').some((rule) => rule.boolean('bucketKeyEnabled')),
    )
}

const SIGNER = 'dnssec-route53.amazonaws.com'
const SIGNING_SOURCE =
  'Amazon Route 53 Developer Guide, Working with customer managed keys for DNSSEC, AWS KMS key permissions'

function signingUses(graph: ResourceGraph): readonly KeyUse[] {
  return graph.ofType(TYPES.keySigningKey).flatMap((node) => {
    const signing = Attributes.of(node)
    const key = signing.text('keyManagementServiceArn')
    const base = {
      node,
      property: 'keyManagementServiceArn',
      key,
      by: { service: SIGNER },
      source: SIGNING_SOURCE,
    }
    const zone = `arn:aws:route53:::hostedzone/${signing.text('hostedZoneId')}`
    return [
      {
        ...base,
        actions: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
        context: onBehalfOf(zone, accountOf(key) ?? ''),
        purpose: 'Route 53 signs the zone',
      },
      {
        ...base,
        actions: ['kms:CreateGrant'],
        context: {},
        purpose: 'Route 53 keeps its right to sign by a grant',
      },
    ]
  })
}

/** The account that a resource's ARN names. */
export function accountOfNode(node: ResourceNode): string {
  return accountOf(Attributes.of(node).text('arn')) ?? ''
}
