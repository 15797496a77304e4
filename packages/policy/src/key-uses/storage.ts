import { Attributes, type ResourceGraph } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { type KeyUse, serviceIn, through } from './key-use.ts'

/** A resource that stores data under a key uses it through its service, with its creator's permissions. */
interface Store {
  readonly type: string
  readonly service: string
  readonly keysOf: (
    attributes: Attributes,
  ) => readonly (readonly [property: string, key: string, region?: string])[]
  readonly actions: readonly string[]
  readonly purpose: string
  readonly source: string
}

const STORES: readonly Store[] = [
  {
    type: TYPES.database,
    service: 'rds',
    keysOf: (cluster) => [['kmsKeyId', cluster.text('kmsKeyId')]],
    actions: ['kms:CreateGrant', 'kms:DescribeKey'],
    purpose: 'RDS encrypts the cluster by a grant',
    source: 'Amazon RDS User Guide, AWS KMS key management, Authorizing use of a customer managed key',
  },
  {
    type: TYPES.databaseInstance,
    service: 'rds',
    keysOf: (instance) => [['performanceInsightsKmsKeyId', instance.text('performanceInsightsKmsKeyId')]],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    purpose: 'Performance Insights encrypts what it collects',
    source: 'Amazon Aurora User Guide, Changing an AWS KMS policy for Performance Insights',
  },
  {
    type: TYPES.secret,
    service: 'secretsmanager',
    keysOf: (secret) => [
      ['kmsKeyId', secret.text('kmsKeyId')],
      ...secret
        .blocks('replicas')
        .map(
          (replica) =>
            [
              `replicas[${replica.text('region')}].kmsKeyId`,
              replica.text('kmsKeyId'),
              replica.text('region'),
            ] as const,
        ),
    ],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    purpose: 'Secrets Manager encrypts the secret',
    source: 'AWS Secrets Manager User Guide, Secret encryption and decryption, Permissions for the KMS key',
  },
  {
    type: TYPES.repository,
    service: 'ecr',
    keysOf: (repository) =>
      repository
        .blocks('encryptionConfigurations')
        .map((block, index) => [`encryptionConfigurations[${index}].kmsKey`, block.text('kmsKey')]),
    actions: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
    purpose: 'ECR encrypts layers by a grant, which it retires with the repository',
    source: 'Amazon ECR User Guide, Encryption at rest, Required IAM permissions',
  },
  {
    type: TYPES.backupVault,
    service: 'backup',
    keysOf: (vault) => [['kmsKeyArn', vault.text('kmsKeyArn')]],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:RetireGrant'],
    purpose: 'AWS Backup encrypts recovery points by a grant, which it retires with the vault',
    source:
      'AWS Backup Developer Guide, CreateBackupVault permissions in API permissions: actions, resources and conditions',
  },
  {
    type: TYPES.function,
    service: 'lambda',
    keysOf: (lambda) => [['kmsKeyArn', lambda.text('kmsKeyArn')]],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:Encrypt'],
    purpose: 'Lambda encrypts the environment and grants the execution role its decryption',
    source: 'AWS Lambda Developer Guide, Securing Lambda environment variables, Security at rest',
  },
  {
    type: TYPES.topic,
    service: 'sns',
    keysOf: (topic) => [['kmsMasterKeyId', topic.text('kmsMasterKeyId')]],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    purpose: 'SNS encrypts messages for their publisher',
    source:
      'Amazon SNS Developer Guide, Managing Amazon SNS encryption keys and costs, Configuring AWS KMS permissions',
  },
  {
    type: TYPES.queue,
    service: 'sqs',
    keysOf: (queue) => [['kmsMasterKeyId', queue.text('kmsMasterKeyId')]],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    purpose: 'SQS encrypts messages for their sender',
    source: 'Amazon SQS Developer Guide, Key management, Configuring AWS KMS permissions',
  },
]

/** Uses by resources that store data under a key. */
export function storageUses(graph: ResourceGraph): readonly KeyUse[] {
  return STORES.flatMap((store) =>
    graph.ofType(store.type).flatMap((node) =>
      store.keysOf(Attributes.of(node)).map(([property, key, region]) => {
        const service = serviceIn(store.service, region ?? node.region)
        const { actions, purpose, source } = store
        return {
          node,
          property,
          key,
          by: { deployerThrough: service },
          actions,
          context: through(service),
          purpose,
          source,
        }
      }),
    ),
  )
}
