import { Attributes, type ResourceGraph, type ResourceNode } from '@meridian/resource-graph'
import { TYPES } from '../resource-types.ts'
import { defineRule, type Rule, type Violation, violation } from '../rule.ts'

const CUSTOMER_KEY = 'the ARN of a customer managed key'

/** Stored data is encrypted with keys whose use this account controls and records. */
export const ENCRYPTION_RULES: readonly Rule[] = [
  defineRule({
    id: 'database-encrypted',
    severity: 'critical',
    title: 'Aurora storage is encrypted at rest',
    reason:
      'Encryption cannot be enabled later: an unencrypted cluster must be copied, and its snapshots stay unencrypted.',
    source: 'Aurora User Guide, Encrypting Amazon Aurora resources; Security Hub RDS.27',
    types: [TYPES.globalCluster, TYPES.database],
    nextStep: 'Set storageEncrypted to true before the first deployment.',
    *check(graph) {
      for (const cluster of [...graph.ofType(TYPES.globalCluster), ...graph.ofType(TYPES.database)]) {
        const encrypted = Attributes.of(cluster).boolean('storageEncrypted')
        if (!encrypted) yield violation(cluster, 'storageEncrypted', encrypted, 'true')
      }
    },
  }),
  defineRule({
    id: 'database-own-key',
    severity: 'high',
    title: 'Aurora clusters use a customer managed key of their own region',
    reason:
      'A member using another region’s key fails with it; AWS managed keys prevent copying snapshots to another account.',
    source:
      'Aurora User Guide, Disaster recovery in an Aurora global database; AWS KMS Developer Guide, AWS KMS keys',
    types: [TYPES.database],
    nextStep: 'Create an aws.kms.Key with the provider of the cluster’s region and give its ARN as kmsKeyId.',
    *check(graph) {
      for (const cluster of graph.ofType(TYPES.database)) {
        const attributes = Attributes.of(cluster)
        // Another rule reports storage that is not encrypted at all.
        if (!attributes.boolean('storageEncrypted')) continue
        const key = attributes.text('kmsKeyId')
        if (key.split(':')[3] !== cluster.region)
          yield violation(cluster, 'kmsKeyId', key, `the ARN of a customer managed key in ${cluster.region}`)
      }
    },
  }),
  defineRule({
    id: 'insights-encrypted',
    severity: 'medium',
    title: 'Performance Insights uses a customer managed key',
    reason: 'It stores query text, and its key cannot be changed once enabled.',
    source: 'Aurora User Guide, Configuring access policies for Performance Insights',
    types: [TYPES.databaseInstance],
    nextStep: 'Set performanceInsightsKmsKeyId to the key of the cluster.',
    *check(graph) {
      for (const instance of graph.ofType(TYPES.databaseInstance)) {
        const attributes = Attributes.of(instance)
        if (!attributes.boolean('performanceInsightsEnabled')) continue
        if (attributes.text('performanceInsightsKmsKeyId') === '')
          yield violation(instance, 'performanceInsightsKmsKeyId', undefined, CUSTOMER_KEY)
      }
    },
  }),
  defineRule({
    id: 'secret-own-key',
    severity: 'high',
    title: 'Secrets and all replicas use a customer managed key',
    reason:
      'The AWS managed key cannot be shared with another account or denied to a role; replicas without their own key use it.',
    source: 'Secrets Manager User Guide, Secret encryption and decryption; Replicate secrets across Regions',
    types: [TYPES.secret],
    nextStep: 'Set kmsKeyId on the secret and on each of its replicas, to a key of that region.',
    *check(graph) {
      for (const secret of graph.ofType(TYPES.secret)) {
        const attributes = Attributes.of(secret)
        if (attributes.text('kmsKeyId') === '') yield violation(secret, 'kmsKeyId', undefined, CUSTOMER_KEY)
        for (const replica of attributes.blocks('replicas'))
          if (replica.text('kmsKeyId') === '')
            yield violation(secret, `replicas[${replica.text('region')}].kmsKeyId`, undefined, CUSTOMER_KEY)
      }
    },
  }),
  defineRule({
    id: 'log-group-encrypted',
    severity: 'medium',
    title: 'Log groups use a customer managed key',
    reason: 'Logs can hold personal data by mistake; the key policy is a second layer of access control.',
    source: 'CloudWatch Logs User Guide, Encrypt log data in CloudWatch Logs using AWS KMS',
    types: [TYPES.logGroup],
    nextStep: 'Set kmsKeyId to the region’s key, whose policy lets logs.<region>.amazonaws.com use it.',
    check: (graph) => withoutKey(graph, TYPES.logGroup, 'kmsKeyId'),
  }),
  defineRule({
    id: 'bucket-encrypted',
    severity: 'medium',
    title: 'Buckets set default encryption explicitly',
    reason: 'S3 encrypts with its own key by default; an explicit setting shows a deliberate choice.',
    source: 'S3 User Guide, Setting default server-side encryption behavior; Security Hub S3.17',
    types: [TYPES.bucket, TYPES.bucketEncryption],
    nextStep: 'Add an aws.s3.BucketServerSideEncryptionConfiguration for the bucket.',
    *check(graph) {
      const stated = graph.ofType(TYPES.bucketEncryption).map((node) => Attributes.of(node).text('bucket'))
      for (const bucket of graph.ofType(TYPES.bucket))
        if (!isNamed(bucket, stated) && !Attributes.of(bucket).has('serverSideEncryptionConfiguration'))
          yield violation(bucket, 'serverSideEncryptionConfiguration', undefined, 'aws:kms or AES256')
    },
  }),
  defineRule({
    id: 'topic-encrypted',
    severity: 'medium',
    title: 'SNS topics are encrypted with a key that CloudWatch may use',
    reason:
      'Alarm texts name hosts and databases. With the AWS managed key, alarms silently fail to publish.',
    source: 'SNS Developer Guide, Securing Amazon SNS data with server-side encryption; Security Hub SNS.1',
    types: [TYPES.topic],
    nextStep: 'Set kmsMasterKeyId to a customer managed key whose policy admits cloudwatch.amazonaws.com.',
    *check(graph) {
      for (const topic of graph.ofType(TYPES.topic)) {
        const key = Attributes.of(topic).text('kmsMasterKeyId')
        if (key === '' || key === 'alias/aws/sns') yield violation(topic, 'kmsMasterKeyId', key, CUSTOMER_KEY)
      }
    },
  }),
  defineRule({
    id: 'repository-encrypted',
    severity: 'low',
    title: 'Image repositories use a KMS key',
    reason: 'With AES256, a key policy cannot restrict access to layers, and use is not logged.',
    source: 'ECR User Guide, Encryption at rest; Security Hub ECR.5',
    types: [TYPES.repository],
    nextStep:
      'Set encryptionConfigurations to encryptionType KMS and the region’s key, before the first image.',
    *check(graph) {
      for (const repository of graph.ofType(TYPES.repository)) {
        const [encryption] = Attributes.of(repository).blocks('encryptionConfigurations')
        const type = encryption?.text('encryptionType') ?? ''
        if (!type.startsWith('KMS'))
          yield violation(repository, 'encryptionConfigurations[0].encryptionType', type, 'KMS')
      }
    },
  }),
  defineRule({
    id: 'vault-encrypted',
    severity: 'high',
    title: 'Backup vaults use a customer managed key',
    reason: 'Recovery points can be copied to another account only if it can use their key.',
    source: 'AWS Backup Developer Guide, Encryption for backups in AWS Backup',
    types: [TYPES.backupVault],
    nextStep: 'Set kmsKeyArn to a customer managed key of the vault’s region.',
    check: (graph) => withoutKey(graph, TYPES.backupVault, 'kmsKeyArn'),
  }),
  defineRule({
    id: 'trail-encrypted',
    severity: 'medium',
    title: 'The audit trail is encrypted with a customer managed key',
    reason: 'The key policy restricts who can read the logs, in addition to the bucket policy.',
    source:
      'CloudTrail User Guide, Encrypting CloudTrail log files with AWS KMS keys; Security Hub CloudTrail.2',
    types: [TYPES.trail],
    nextStep: 'Set kmsKeyId to a key whose policy admits cloudtrail.amazonaws.com.',
    check: (graph) => withoutKey(graph, TYPES.trail, 'kmsKeyId'),
  }),
]

function* withoutKey(graph: ResourceGraph, type: string, property: string): Iterable<Violation> {
  for (const node of graph.ofType(type))
    if (Attributes.of(node).text(property) === '') yield violation(node, property, undefined, CUSTOMER_KEY)
}

function isNamed(bucket: ResourceNode, names: readonly string[]): boolean {
  return names.includes(bucket.id) || names.includes(Attributes.of(bucket).text('bucket', bucket.id))
}
